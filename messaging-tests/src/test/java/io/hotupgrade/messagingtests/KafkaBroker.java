package io.hotupgrade.messagingtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.process.FreePort;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka without ZooKeeper: one process that is broker and controller.
 */
final class KafkaBroker implements Broker {

	private static final String TOPIC = "numbers";

	private static final int PARTITIONS = 4;

	private final BrokerProcess process;

	private final Map<String, Object> client;

	private final KafkaProducer<String, String> producer;

	private KafkaBroker(BrokerProcess process, Map<String, Object> client) {
		this.process = process;
		this.client = client;
		Map<String, Object> atOnce = new HashMap<>(client);
		atOnce.put("linger.ms", 0);
		this.producer = new KafkaProducer<>(atOnce, new StringSerializer(), new StringSerializer());
	}

	/**
	 * Starts a broker.
	 * @param directory an empty directory
	 * @return the broker, to be closed, with a topic of four partitions
	 */
	static KafkaBroker start(Path directory) throws Exception {
		int port = FreePort.find();
		Path properties = configure(directory, port, FreePort.find());
		try (BrokerProcess format = java(directory, "kafka.tools.StorageTool", "format", "--cluster-id",
				"numbersnumbersnumbers", "--config", properties.toString())) {
			format.awaitSuccess();
		}
		BrokerProcess process = java(directory, "kafka.Kafka", properties.toString());
		try {
			Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + port);
			try (Admin admin = Admin.create(client)) {
				admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
			}
			return new KafkaBroker(process, client);
		}
		catch (Exception ex) {
			process.close();
			throw ex;
		}
	}

	private static Path configure(Path directory, int port, int controllerPort) throws IOException {
		return Files.writeString(directory.resolve("server.properties"), """
				process.roles=broker,controller
				node.id=1
				controller.quorum.voters=1@127.0.0.1:%2$d
				listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
				controller.listener.names=CONTROLLER
				listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
				log.dirs=%3$s
				offsets.topic.replication.factor=1
				offsets.topic.num.partitions=1
				transaction.state.log.replication.factor=1
				transaction.state.log.min.isr=1
				group.initial.rebalance.delay.ms=0
				""".formatted(port, controllerPort, directory.resolve("log")));
	}

	private static BrokerProcess java(Path directory, String main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main));
		command.addAll(List.of(arguments));
		return BrokerProcess.start(directory, Map.of(), command);
	}

	@Override
	public String profile() {
		return "kafka";
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.kafka.bootstrap-servers=" + this.client.get("bootstrap.servers"));
	}

	/** The partitions take turns. */
	@Override
	public void send(long number) throws Exception {
		this.producer.send(new ProducerRecord<>(TOPIC, (int) (number % PARTITIONS), null, Long.toString(number))).get();
	}

	@Override
	public void close() {
		this.producer.close();
		this.process.close();
	}

}
