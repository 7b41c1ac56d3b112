package io.hotupgrade.undertow;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestKeyStore;
import io.hotupgrade.server.tests.TestServlet;
import jakarta.servlet.ServletRegistration;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServer;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;

/**
 * Spring Boot's Undertow with a {@link TestServlet}.
 */
final class TestUndertow implements AutoCloseable {

	private final UndertowAdapter adapter;

	private final UndertowServletWebServer server;

	TestUndertow(ServerRegistry registry, Setup setup, Consumer<UndertowServletWebServerFactory> settings) {
		this(registry, setup, DrainHooks.NONE, settings);
	}

	TestUndertow(ServerRegistry registry, Setup setup, DrainHooks hooks,
			Consumer<UndertowServletWebServerFactory> settings) {
		UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory(setup.port());
		factory.setAddress(InetAddress.getLoopbackAddress());
		factory.setIoThreads(2);
		factory.setWorkerThreads(4);
		if (setup.keyStore() != null) {
			factory.setSsl(ssl(setup));
		}
		settings.accept(factory);
		this.adapter = new UndertowAdapter("server", registry, hooks);
		factory.addDeploymentInfoCustomizers(this.adapter::attach);
		factory.addBuilderCustomizers((builder) -> this.adapter.attach(builder, setup.keyStore() != null));
		this.server = (UndertowServletWebServer) factory
			.getWebServer((context) -> context.addServlet("test", new TestServlet(setup.handler())).addMapping("/*"));
	}

	private static Ssl ssl(Setup setup) {
		Ssl ssl = new Ssl();
		ssl.setKeyStore(setup.keyStore().toUri().toString());
		ssl.setKeyStorePassword(TestKeyStore.PASSWORD);
		return ssl;
	}

	static void add(UndertowServletWebServerFactory factory, List<ServletMapping> servlets) {
		factory.addInitializers((context) -> servlets.forEach((mapping) -> {
			ServletRegistration.Dynamic servlet = context.addServlet(mapping.name(), mapping.servlet());
			servlet.setAsyncSupported(true);
			servlet.addMapping(mapping.paths().toArray(String[]::new));
		}));
	}

	UndertowServletWebServer server() {
		return this.server;
	}

	TestUndertow start() {
		this.server.start();
		return this;
	}

	/** Does what happens when a context is closed. */
	@Override
	public void close() {
		if (this.server.getUndertow() != null) {
			this.server.stop();
			this.server.destroy();
		}
		this.adapter.release();
	}

}
