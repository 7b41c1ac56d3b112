package io.hotupgrade.messagingtests;

import java.util.List;

import io.hotupgrade.loadmeter.process.FreePort;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * ActiveMQ Artemis in this JVM.
 */
final class ArtemisBroker implements Broker {

	private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();

	private final String url = "tcp://127.0.0.1:" + FreePort.find();

	private final ActiveMQConnectionFactory factory;

	private final JMSContext context;

	private final JMSProducer producer;

	private final Queue queue;

	ArtemisBroker() throws Exception {
		this.server.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.addAcceptorConfiguration("tcp", this.url));
		this.server.start();
		this.factory = new ActiveMQConnectionFactory(this.url);
		this.context = this.factory.createContext();
		this.queue = this.context.createQueue("numbers");
		this.producer = this.context.createProducer();
	}

	@Override
	public String profile() {
		return "jms";
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.artemis.broker-url=" + this.url);
	}

	@Override
	public void send(long number) {
		this.producer.send(this.queue, Long.toString(number));
	}

	@Override
	public void close() {
		this.context.close();
		this.factory.close();
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The broker does not stop", ex);
		}
	}

}
