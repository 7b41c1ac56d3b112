package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.netty.http.server.HttpServer;

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

	@Override
	public void destroy() {
		if (this.adapter != null) {
			this.adapter.close();
		}
	}

}
