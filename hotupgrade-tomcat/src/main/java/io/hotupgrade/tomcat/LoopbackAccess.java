package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.support.WarmUpSecret;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.coyote.http11.Http11NioProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process reaches its own server: one more connector of the same service, on any
 * free port of the loopback address, with the same threads and limits.
 */
final class LoopbackAccess {

	private static final Logger logger = LoggerFactory.getLogger(LoopbackAccess.class);

	private final Connector connector;

	private final Http11NioProtocol protocol;

	/**
	 * Creates the access.
	 * @param connector the connector of the clients
	 * @param protocol its protocol
	 */
	LoopbackAccess(Connector connector, Http11NioProtocol protocol) {
		this.connector = connector;
		this.protocol = protocol;
	}

	PrivateListener open(boolean recorded) throws IOException {
		Service service = this.connector.getService();
		LoopbackProtocol loopback = new LoopbackProtocol(new WarmUpSecret());
		Connector additional = new Connector(loopback);
		copySettings(additional, loopback);
		setRecorded(service.getContainer(), recorded);
		try {
			service.addConnector(additional);
		}
		catch (IllegalArgumentException ex) {
			service.removeConnector(additional);
			throw new IOException("The server could not be reached by this process itself", ex);
		}
		return new LoopbackConnector(service, additional, loopback);
	}

	private void copySettings(Connector additional, LoopbackProtocol loopback) {
		additional.setPort(0);
		additional.setThrowOnFailure(true);
		additional.setSecure(this.connector.getSecure() || this.protocol.isSSLEnabled());
		additional.setScheme(additional.getSecure() ? "https" : this.connector.getScheme());
		additional.setURIEncoding(this.connector.getURIEncoding());
		additional.setUseBodyEncodingForURI(this.connector.getUseBodyEncodingForURI());
		additional.setMaxParameterCount(this.connector.getMaxParameterCount());
		additional.setMaxPostSize(this.connector.getMaxPostSize());
		additional.setMaxSavePostSize(this.connector.getMaxSavePostSize());
		additional.setAsyncTimeout(this.connector.getAsyncTimeout());
		additional.setEncodedSolidusHandling(this.connector.getEncodedSolidusHandling());
		loopback.setAddress(InetAddress.getLoopbackAddress());
		loopback.setExecutor(this.protocol.getExecutor());
		loopback.setMaxHttpHeaderSize(this.protocol.getMaxHttpHeaderSize());
		loopback.setMaxSwallowSize(this.protocol.getMaxSwallowSize());
		loopback.setRelaxedPathChars(this.protocol.getRelaxedPathChars());
		loopback.setRelaxedQueryChars(this.protocol.getRelaxedQueryChars());
		loopback.setCompression(this.protocol.getCompression());
	}

	/**
	 * Keeps the warm-up out of the access logs that have no condition of their own, or
	 * not. That is not taken back when the listener is closed: its last request may be
	 * written down after that, and no request of a client has the attribute.
	 */
	private static void setRecorded(Container container, boolean recorded) {
		for (Valve valve : container.getPipeline().getValves()) {
			if (valve instanceof AbstractAccessLogValve log) {
				String condition = log.getConditionUnless();
				if (condition == null || condition.equals(WarmUp.REQUEST_ATTRIBUTE)) {
					log.setConditionUnless(recorded ? null : WarmUp.REQUEST_ATTRIBUTE);
				}
			}
		}
		for (Container child : container.findChildren()) {
			setRecorded(child, recorded);
		}
	}

	/**
	 * An open {@link PrivateListener}.
	 */
	private static final class LoopbackConnector implements PrivateListener {

		private final Service service;

		private final Connector connector;

		private final LoopbackProtocol protocol;

		private final InetSocketAddress address;

		private final AtomicBoolean closed = new AtomicBoolean();

		LoopbackConnector(Service service, Connector connector, LoopbackProtocol protocol) {
			this.service = service;
			this.connector = connector;
			this.protocol = protocol;
			this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
		}

		@Override
		public InetSocketAddress address() {
			return this.address;
		}

		@Override
		public Map<String, String> headers() {
			return this.protocol.secret().headers();
		}

		@Override
		public void close() {
			if (!this.closed.compareAndSet(false, true)) {
				return;
			}
			this.protocol.refuseAll();
			this.service.removeConnector(this.connector);
			try {
				this.connector.destroy();
			}
			catch (LifecycleException ex) {
				logger.warn("The private listener {} could not be closed", this.address, ex);
			}
		}

	}

}
