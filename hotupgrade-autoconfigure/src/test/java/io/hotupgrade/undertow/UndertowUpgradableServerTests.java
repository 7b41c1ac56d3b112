package io.hotupgrade.undertow;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

import io.hotupgrade.server.AbstractUpgradableServerTests;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.TestHandler;
import io.hotupgrade.server.TestKeyStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/**
 * Runs the contract of {@link io.hotupgrade.server.UpgradableServer} for Undertow.
 */
class UndertowUpgradableServerTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory(setup.port());
		factory.setAddress(InetAddress.getLoopbackAddress());
		factory.setIoThreads(2);
		factory.setWorkerThreads(4);
		if (setup.keyStore() != null) {
			factory.setSsl(ssl(setup));
		}
		UndertowReusePortCustomizer customizer = new UndertowReusePortCustomizer("server", registry);
		customizer.customize(factory);
		WebServer server = factory.getWebServer((context) -> {
			context.addServlet("test", new TestServlet(setup.handler())).addMapping("/*");
		});
		server.start();
		return () -> {
			server.stop();
			server.destroy();
			customizer.destroy();
		};
	}

	private static Ssl ssl(Setup setup) {
		Ssl ssl = new Ssl();
		ssl.setKeyStore(setup.keyStore().toUri().toString());
		ssl.setKeyStorePassword(TestKeyStore.PASSWORD);
		return ssl;
	}

	/**
	 * Serves what the handler answers.
	 */
	static final class TestServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient TestHandler handler;

		TestServlet(TestHandler handler) {
			this.handler = handler;
		}

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.handler.handle(request.getRequestURI(), request.getInputStream(), new TestHandler.Answer() {

				@Override
				public OutputStream start(int status) throws IOException {
					response.setStatus(status);
					return response.getOutputStream();
				}

				@Override
				public void text(String text) throws IOException {
					byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
					response.setContentLength(bytes.length);
					response.getOutputStream().write(bytes);
				}

			});
		}

	}

}
