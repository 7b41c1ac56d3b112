package io.hotupgrade.jetty;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.server.tests.AbstractSharedSessionTests;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpSessionListener;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of shared sessions for Jetty, and what is special there.
 */
class SharedSessionCacheTests extends AbstractSharedSessionTests {

	@Override
	protected Server start(SessionExchange exchange, SharingSettings settings, HttpServlet application,
			HttpSessionListener listener) throws Exception {
		org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
		ServerConnector connector = new ServerConnector(jetty);
		jetty.addConnector(connector);
		ServletContextHandler context = new ServletContextHandler("/", true, false);
		ServletHolder holder = new ServletHolder(application);
		holder.setAsyncSupported(true);
		context.addServlet(holder, "/*");
		context.addEventListener(listener);
		jetty.setHandler(context);
		assertThat(JettySessionSharing.install(context, context.getSessionHandler(), exchange, settings)).isTrue();
		jetty.start();
		return new Server() {

			@Override
			public int port() {
				return connector.getLocalPort();
			}

			@Override
			public void stop() throws Exception {
				jetty.stop();
			}

		};
	}

	@Test
	void anotherCacheIsLeftAlone(@TempDir Path directory) {
		ServletContextHandler context = new ServletContextHandler("/", true, false);
		DefaultSessionCache own = new DefaultSessionCache(context.getSessionHandler());
		context.getSessionHandler().setSessionCache(own);
		assertThat(JettySessionSharing.install(context, context.getSessionHandler(),
				new SessionExchange(() -> directory), new SharingSettings(1000, Duration.ofSeconds(1))))
			.isFalse();
		assertThat(context.getSessionHandler().getSessionCache()).isSameAs(own);
		assertThat(context.getDescendants(SharedSessionHandler.class)).isEmpty();
	}

}
