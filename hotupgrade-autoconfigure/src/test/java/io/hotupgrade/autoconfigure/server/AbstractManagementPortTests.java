package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestKeyStore;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

/**
 * An application whose management server has a port of its own, on Tomcat unless a
 * subclass chooses, in any generation of Spring Boot: both servers are upgradable, each
 * by itself.
 */
abstract class AbstractManagementPortTests {

	private final UpgradeEngine engine = TestEngines.inert();

	@TempDir
	private Path directory;

	/** Each port is one that the operating system has chosen. */
	@Test
	void portsAreKnownByNameWithTheirOwnAddresses() throws Exception {
		try (ConfigurableApplicationContext context = start(Map.of("management.server.address", "127.0.0.1"))) {
			ServerListener main = server("server").listeners().get(0);
			ServerListener management = server("management").listeners().get(0);
			assertThat(main.address().getAddress().isAnyLocalAddress()).isTrue();
			assertThat(management.address().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			assertThat(main.address().getPort()).isEqualTo(port(context, "server"));
			assertThat(management.address().getPort()).isEqualTo(port(context, "management"));
			assertThat(main.name()).isNotEqualTo(management.name());
		}
	}

	@Test
	void managementServerDrainsWithoutTheOther() throws Exception {
		try (ConfigurableApplicationContext context = start(Map.of())) {
			server("management").startDraining();
			assertThat(isLast(port(context, "management"))).isTrue();
			assertThat(isLast(port(context, "server"))).isFalse();
			server("management").stopDraining();
			assertThat(isLast(port(context, "management"))).isFalse();
		}
	}

	private static boolean isLast(int port) throws IOException {
		try (RawConnection connection = new RawConnection(SocketFactory.getDefault(), port)) {
			return connection.exchange("/actuator/hotupgrade").endsConnection();
		}
	}

	@Test
	void certificatesOfBothPortsAreExchangedAtRunTime() throws Exception {
		assumeTrue(exchangesCertificates());
		Path served = this.directory.resolve("served.p12");
		TestKeyStore first = TestKeyStore.create(Files.createDirectory(this.directory.resolve("first")));
		TestKeyStore second = TestKeyStore.create(Files.createDirectory(this.directory.resolve("second")));
		Files.copy(first.file(), served);
		try (ConfigurableApplicationContext context = start(Map.of("server.ssl.bundle", "test",
				"management.server.ssl.bundle", "test", "spring.ssl.bundle.watch.file.quiet-period", "50ms",
				"spring.ssl.bundle.jks.test.reload-on-update", "true", "spring.ssl.bundle.jks.test.keystore.location",
				served.toUri().toString(), "spring.ssl.bundle.jks.test.keystore.password", TestKeyStore.PASSWORD))) {
			List<Integer> ports = List.of(port(context, "server"), port(context, "management"));
			for (int port : ports) {
				assertThat(certificate(port)).isEqualTo(certificate(first));
			}
			Files.copy(second.file(), served, StandardCopyOption.REPLACE_EXISTING);
			for (int port : ports) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(certificate(port)).isEqualTo(certificate(second)));
			}
		}
	}

	private static Certificate certificate(TestKeyStore keyStore) throws Exception {
		return KeyStore.getInstance(keyStore.file().toFile(), TestKeyStore.PASSWORD.toCharArray())
			.getCertificate("test");
	}

	/** The one that a new connection is shown. */
	private static Certificate certificate(int port) throws Exception {
		SSLContext trusting = SSLContext.getInstance("TLS");
		trusting.init(null, new TrustManager[] { new TrustingEverybody() }, null);
		try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), port)) {
			return socket.getSession().getPeerCertificates()[0];
		}
	}

	private UpgradableServer server(String name) {
		ArgumentCaptor<UpgradableServer> servers = ArgumentCaptor.forClass(UpgradableServer.class);
		then(this.engine).should(atLeastOnce()).register(servers.capture());
		return servers.getAllValues()
			.stream()
			.filter((server) -> server.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No server " + name));
	}

	private static int port(ConfigurableApplicationContext context, String server) {
		return context.getEnvironment().getRequiredProperty("local." + server + ".port", Integer.class);
	}

	private ConfigurableApplicationContext start(Map<String, Object> properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(properties);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		choose(application);
		return application.run("--server.port=0", "--management.server.port=0");
	}

	/**
	 * Chooses another server than Tomcat.
	 * @param application the application, which has not been started
	 */
	void choose(SpringApplication application) {
	}

	/**
	 * Whether Spring Boot exchanges the certificates of the server.
	 */
	boolean exchangesCertificates() {
		return true;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	private static final class TrustingEverybody implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
