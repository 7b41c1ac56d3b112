package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A server of Reactor Netty, whatever generation of Spring Boot creates it. Its settings
 * are kept.
 * <p>
 * Has to be destroyed with the context whose server it is: until then the process does
 * not end, as it would when the server has closed its listener.
 *
 * @since 0.1.0
 */
public final class ReactorNettyServer implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ReactorNettyServer.class);

	private final String serverName;

	/** Is there where Reactor Netty is one that it fits. */
	private final @Nullable ReactorNettyAdapter adapter;

	/**
	 * Creates a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes
	 */
	public ReactorNettyServer(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = AdapterFit.REACTOR_NETTY.obstacle().isEmpty()
				? new ReactorNettyAdapter(serverName, registry, hooks) : null;
	}

	/**
	 * Whether the server can take part in upgrades. Says so if it cannot.
	 * @return whether it can, so that the drain sees to the end of all requests: when
	 * Boot's graceful shutdown begins it is over, and Boot would only wait for the
	 * requests that it has cut
	 */
	public boolean takesPart() {
		if (this.adapter == null) {
			logger.warn("The server '{}' does not take part in upgrades, because {}", this.serverName,
					AdapterFit.REACTOR_NETTY.obstacle().orElseThrow());
		}
		return this.adapter != null;
	}

	/**
	 * Makes the server take part, if it can.
	 * @param configured the server, as all others have configured it
	 * @return the server to be started
	 */
	public HttpServer attach(HttpServer configured) {
		return (this.adapter != null) ? this.adapter.attach(configured) : configured;
	}

	/**
	 * What Boot is to take the server's threads from, which it does last.
	 * @param resources where it would take them from otherwise
	 * @return the threads of the server, if it takes part
	 */
	public ReactorResourceFactory steer(ReactorResourceFactory resources) {
		ReactorNettyAdapter known = this.adapter;
		return (known != null) ? new SteeredResources(resources, known) : resources;
	}

	@Override
	public void destroy() {
		if (this.adapter != null) {
			this.adapter.close();
		}
	}

	/**
	 * Is no bean: the resources themselves are.
	 */
	private static final class SteeredResources extends ReactorResourceFactory {

		private final ReactorResourceFactory resources;

		private final ReactorNettyAdapter adapter;

		SteeredResources(ReactorResourceFactory resources, ReactorNettyAdapter adapter) {
			this.resources = resources;
			this.adapter = adapter;
		}

		@Override
		public LoopResources getLoopResources() {
			return this.adapter.steer(this.resources.getLoopResources());
		}

		@Override
		public ConnectionProvider getConnectionProvider() {
			return this.resources.getConnectionProvider();
		}

		@Override
		public boolean isRunning() {
			return this.resources.isRunning();
		}

	}

}
