package io.hotupgrade.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.server.PrivateListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * How the process reaches its own server: one more connector, on any free port of the
 * loopback address, with the server's own threads and the same settings of HTTP.
 */
final class LoopbackAccess implements LifeCycle.Listener {

	private final Server jetty;

	private final ServerConnector model;

	private final List<LoopbackConnector> open = new CopyOnWriteArrayList<>();

	/**
	 * Creates the access.
	 * @param jetty the server
	 * @param model the connector of the clients
	 */
	LoopbackAccess(Server jetty, ServerConnector model) {
		this.jetty = jetty;
		this.model = model;
	}

	/** The log is the last thing to be configured, and cannot be replaced later. */
	@Override
	public void lifeCycleStarting(LifeCycle event) {
		RequestLog log = this.jetty.getRequestLog();
		if (log != null && !(log instanceof SelectiveLog)) {
			this.jetty.setRequestLog(new SelectiveLog(log));
		}
	}

	/**
	 * Finds the private listener that a request came by.
	 * @param connector the connector that it came by
	 * @return the listener, or {@code null} if it is one of a client
	 */
	@Nullable LoopbackConnector find(Connector connector) {
		for (LoopbackConnector candidate : this.open) {
			if (candidate.is(connector)) {
				return candidate;
			}
		}
		return null;
	}

	PrivateListener open(boolean recorded) throws IOException {
		// Accepted by a selector: an acceptor would take one of the server's threads.
		ServerConnector connector = new ServerConnector(this.jetty, 0, 1, new HttpConnectionFactory(configuration()));
		connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
		connector.setIdleTimeout(this.model.getIdleTimeout());
		LoopbackConnector opened = new LoopbackConnector(connector, isSecure(), recorded, this::close);
		this.open.add(opened);
		try {
			this.jetty.addConnector(connector);
			opened.open();
		}
		catch (Exception ex) {
			opened.close();
			throw new IOException("The server could not be reached by this process itself", ex);
		}
		return opened;
	}

	private void close(LoopbackConnector closed) {
		this.jetty.removeConnector(closed.connector());
		this.open.remove(closed);
	}

	private HttpConfiguration configuration() {
		HttpConfiguration configuration = this.model.getConnectionFactories()
			.stream()
			.filter(HttpConfiguration.ConnectionFactory.class::isInstance)
			.findFirst()
			.map((factory) -> new HttpConfiguration(
					((HttpConfiguration.ConnectionFactory) factory).getHttpConfiguration()))
			.orElseGet(HttpConfiguration::new);
		configuration.getCustomizers().removeIf(SecureRequestCustomizer.class::isInstance);
		return configuration;
	}

	private boolean isSecure() {
		return this.model.getConnectionFactory(SslConnectionFactory.class) != null;
	}

	/**
	 * Keeps the warm-up out of the server's own log.
	 */
	private final class SelectiveLog extends ContainerLifeCycle implements RequestLog {

		private final RequestLog log;

		SelectiveLog(RequestLog log) {
			this.log = log;
			addBean(log);
		}

		@Override
		public void log(Request request, Response response) {
			LoopbackConnector connector = find(request.getConnectionMetaData().getConnector());
			if ((connector == null || connector.recorded()) && !LoopbackConnector.isUnrecorded(request)) {
				this.log.log(request, response);
			}
		}

	}

}
