package io.hotupgrade.tomcat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * An embedded Tomcat with a servlet that answers as a {@link TestHandler} does, and
 * upgrades connections at {@code /upgrade} to one that sends {@code upgraded}.
 */
final class TestTomcat implements AutoCloseable {

	private final Tomcat tomcat = new Tomcat();

	private final Context context;

	TestTomcat(ServerRegistry registry, Setup setup, DrainHooks hooks, Consumer<Connector> settings) {
		Connector connector = new Connector(TomcatAdapter.PROTOCOL);
		connector.setPort(setup.port());
		connector.setThrowOnFailure(true);
		AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
		protocol.setProperty("address", "127.0.0.1");
		protocol.setProperty("bindOnInit", "false");
		protocol.setMaxThreads(8);
		if (setup.keyStore() != null) {
			secure(connector, setup);
		}
		settings.accept(connector);
		new TomcatAdapter("server", registry, hooks).attach(connector);
		String directory = new File(System.getProperty("java.io.tmpdir")).getAbsolutePath();
		this.tomcat.setBaseDir(directory);
		this.tomcat.setConnector(connector);
		this.context = this.tomcat.addContext("", directory);
		this.context.addServletContainerInitializer(new WsSci(), Set.of());
		add(new TestServlet(setup.handler()), "/*");
	}

	void add(HttpServlet servlet, String... paths) {
		String name = servlet.getClass().getSimpleName();
		Tomcat.addServlet(this.context, name, servlet).setAsyncSupported(true);
		for (String path : paths) {
			this.context.addServletMappingDecoded(path, name);
		}
	}

	private static void secure(Connector connector, Setup setup) {
		connector.setSecure(true);
		connector.setScheme("https");
		connector.setProperty("SSLEnabled", "true");
		SSLHostConfig host = new SSLHostConfig();
		SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
				SSLHostConfigCertificate.Type.UNDEFINED);
		certificate.setCertificateKeystoreFile(setup.keyStore().toString());
		certificate.setCertificateKeystorePassword(TestKeyStore.PASSWORD);
		host.addCertificate(certificate);
		connector.addSslHostConfig(host);
	}

	TestTomcat start() throws LifecycleException {
		this.tomcat.start();
		return this;
	}

	@Override
	public void close() throws LifecycleException {
		if (this.tomcat.getServer().getState().isAvailable()) {
			this.tomcat.stop();
			this.tomcat.destroy();
		}
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
				response.setHeader("Connection", "Upgrade");
				response.setHeader("Upgrade", "test");
				request.upgrade(Greeting.class);
				return;
			}
			this.handler.handle(request.getRequestURI(), request.getInputStream(),
					new ServletAnswer(request, response));
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
