package io.hotupgrade.undertow;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.TestHandler;
import io.hotupgrade.server.TestKeyStore;
import io.hotupgrade.server.support.DrainHooks;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServer;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;

/**
 * Spring Boot's Undertow with a servlet that answers as a {@link TestHandler} does, and
 * upgrades connections at {@code /upgrade} to one that sends {@code upgraded}.
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

	private static final class TestServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient TestHandler handler;

		TestServlet(TestHandler handler) {
			this.handler = handler;
		}

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			if (request.getRequestURI().equals("/upgrade")) {
				request.upgrade(Greeting.class);
				return;
			}
			this.handler.handle(request.getRequestURI().substring(request.getContextPath().length()),
					request.getInputStream(), new ServletAnswer(request, response));
		}

	}

	private record ServletAnswer(HttpServletRequest request,
			HttpServletResponse response) implements TestHandler.Answer {

		@Override
		public OutputStream start(int status) throws IOException {
			this.response.setStatus(status);
			return this.response.getOutputStream();
		}

		@Override
		public String marks() {
			return this.request.getAttribute(WarmUp.REQUEST_ATTRIBUTE) + " " + this.request.getHeader(WarmUp.HEADER)
					+ " " + this.request.isSecure();
		}

		@Override
		public void text(String text) throws IOException {
			promise(text.length(), text);
		}

		@Override
		public void promise(int length, String text) throws IOException {
			this.response.setContentLength(length);
			this.response.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		}

	}

	/**
	 * Speaks another protocol.
	 */
	public static final class Greeting implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			try {
				connection.getOutputStream().print("upgraded");
				connection.getOutputStream().flush();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void destroy() {
		}

	}

}
