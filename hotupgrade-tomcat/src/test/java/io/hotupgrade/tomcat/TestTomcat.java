package io.hotupgrade.tomcat;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestKeyStore;
import io.hotupgrade.server.tests.TestServlet;
import io.hotupgrade.server.support.DrainHooks;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * An embedded Tomcat with a {@link TestServlet}.
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
		add(new ServletMapping(new TestServlet(setup.handler()), List.of("/*")));
	}

	void add(ServletMapping mapping) {
		Tomcat.addServlet(this.context, mapping.name(), mapping.servlet()).setAsyncSupported(true);
		mapping.paths().forEach((path) -> this.context.addServletMappingDecoded(path, mapping.name()));
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

}
