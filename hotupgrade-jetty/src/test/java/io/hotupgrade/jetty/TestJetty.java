package io.hotupgrade.jetty;

import java.util.List;
import java.util.function.Consumer;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestKeyStore;
import io.hotupgrade.server.tests.TestServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * An embedded Jetty with a {@link TestServlet}.
 */
final class TestJetty implements AutoCloseable {

	private final Server jetty;

	private final ServletContextHandler context = new ServletContextHandler("/");

	TestJetty(ServerRegistry registry, Setup setup, DrainHooks hooks, Consumer<ServerConnector> settings) {
		this(registry, setup, hooks, new QueuedThreadPool(16), settings);
	}

	TestJetty(ServerRegistry registry, Setup setup, DrainHooks hooks, ThreadPool threads,
			Consumer<ServerConnector> settings) {
		this.jetty = new Server(threads);
		ServerConnector connector = new ServerConnector(this.jetty);
		connector.setPort(setup.port());
		connector.setHost("127.0.0.1");
		if (setup.keyStore() != null) {
			secure(connector, setup);
		}
		this.jetty.addConnector(connector);
		settings.accept(connector);
		add(new ServletMapping(new TestServlet(setup.handler()), List.of("/*")));
		JakartaWebSocketServletContainerInitializer.configure(this.context, null);
		this.jetty.setHandler(this.context);
		new JettyAdapter("server", registry, hooks).attach(this.jetty);
	}

	void add(ServletMapping mapping) {
		ServletHolder holder = new ServletHolder(mapping.servlet());
		holder.setName(mapping.name());
		holder.setAsyncSupported(true);
		mapping.paths().forEach((path) -> this.context.addServlet(holder, path));
	}

	/**
	 * Adds a servlet that makes WebSockets by Jetty's own API.
	 */
	void addNativeWebSockets(ServletMapping mapping) {
		JettyWebSocketServletContainerInitializer.configure(this.context, null);
		add(mapping);
	}

	private static void secure(ServerConnector connector, Setup setup) {
		SslContextFactory.Server tls = new SslContextFactory.Server();
		tls.setKeyStorePath(setup.keyStore().toString());
		tls.setKeyStorePassword(TestKeyStore.PASSWORD);
		HttpConfiguration configuration = new HttpConfiguration();
		configuration.addCustomizer(new SecureRequestCustomizer());
		connector.setConnectionFactories(
				List.of(new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(configuration)));
	}

	TestJetty start() throws Exception {
		this.jetty.start();
		return this;
	}

	@Override
	public void close() {
		try {
			this.jetty.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
