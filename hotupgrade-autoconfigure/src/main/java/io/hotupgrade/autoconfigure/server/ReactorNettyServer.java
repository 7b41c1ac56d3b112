package io.hotupgrade.autoconfigure.server;

import java.lang.reflect.Field;

import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.ReflectionUtils;
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
	 * Whether the server of a factory can take part in upgrades. Says so if it cannot.
	 * @param factory Spring Boot's factory
	 * @return whether it can, so that the drain sees to the end of all requests: when
	 * Boot's graceful shutdown begins it is over, and Boot would only wait for the
	 * requests that it has cut
	 */
	public boolean takesPart(Object factory) {
		String obstacle = obstacle(factory.getClass());
		if (!obstacle.isEmpty()) {
			logger.warn("The server '{}' does not take part in upgrades, because {}", this.serverName, obstacle);
		}
		return obstacle.isEmpty();
	}

	private String obstacle(Class<?> factory) {
		if (this.adapter == null) {
			return AdapterFit.REACTOR_NETTY.obstacle().orElseThrow();
		}
		return (resourcesOf(factory) != null) ? "" : factory.getName()
				+ " does not show what threads its server gets. Use the one of Spring Boot 3.5 or 4";
	}

	/** The factory keeps to itself what was chosen. */
	private static @Nullable Field resourcesOf(Class<?> factory) {
		return ReflectionUtils.findField(factory, "resourceFactory", ReactorResourceFactory.class);
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
	 * @param factory Spring Boot's factory, where the server takes part
	 * @return what gives the threads of the server; {@code null} where Boot leaves them
	 * to Reactor Netty
	 */
	public @Nullable ReactorResourceFactory steeredResources(Object factory) {
		Field field = resourcesOf(factory.getClass());
		ReactorNettyAdapter known = this.adapter;
		if (field == null || known == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		ReactorResourceFactory resources = (ReactorResourceFactory) ReflectionUtils.getField(field, factory);
		return (resources != null) ? new SteeredResources(resources, known) : null;
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
