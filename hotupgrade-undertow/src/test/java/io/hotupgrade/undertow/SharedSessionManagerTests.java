package io.hotupgrade.undertow;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.server.tests.AbstractSharedSessionTests;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import io.undertow.servlet.core.InMemorySessionManagerFactory;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpSessionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of shared sessions for Undertow, and what is special there.
 */
class SharedSessionManagerTests extends AbstractSharedSessionTests {

	@Override
	protected Server start(SessionExchange exchange, SharingSettings settings, HttpServlet application,
			HttpSessionListener listener) {
		UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory(0);
		factory.addDeploymentInfoCustomizers(
				(deployment) -> UndertowSessionSharing.install(deployment, exchange, settings));
		WebServer server = factory.getWebServer((context) -> {
			ServletRegistration.Dynamic registration = context.addServlet("application", application);
			registration.setAsyncSupported(true);
			registration.addMapping("/*");
			context.addListener(listener);
		});
		server.start();
		return new Server() {

			@Override
			public int port() {
				return server.getPort();
			}

			@Override
			public void stop() {
				server.stop();
			}

		};
	}

	@Test
	void sessionsInAFileAreLeftAlone(@TempDir Path directory) {
		SessionExchange exchange = new SessionExchange(() -> directory);
		UndertowServletWebServerFactory factory = factory(exchange);
		factory.getSession().setPersistent(true);
		factory.getSession().setStoreDir(directory.toFile());
		start(factory);
		assertThat(exchange.isShared()).isFalse();
	}

	@Test
	void sessionsWhoseNumberIsLimitedAreLeftAlone(@TempDir Path directory) {
		SessionExchange exchange = new SessionExchange(() -> directory);
		UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory(0);
		factory.addDeploymentInfoCustomizers(
				(deployment) -> deployment.setSessionManagerFactory(new InMemorySessionManagerFactory(100)));
		share(factory, exchange);
		start(factory);
		assertThat(exchange.isShared()).isFalse();
	}

	private static UndertowServletWebServerFactory factory(SessionExchange exchange) {
		UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory(0);
		share(factory, exchange);
		return factory;
	}

	private static void share(UndertowServletWebServerFactory factory, SessionExchange exchange) {
		factory.addDeploymentInfoCustomizers((deployment) -> UndertowSessionSharing.install(deployment, exchange,
				new SharingSettings(1000, Duration.ofSeconds(1))));
	}

	private static void start(UndertowServletWebServerFactory factory) {
		WebServer server = factory.getWebServer();
		server.start();
		server.stop();
	}

}
