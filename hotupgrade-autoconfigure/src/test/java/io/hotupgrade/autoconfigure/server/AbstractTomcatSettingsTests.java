package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestKeyStore;
import io.hotupgrade.server.tests.VirtualThreadTests;
import io.hotupgrade.tomcat.TomcatAdapter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ajp.AbstractAjpProtocol;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The same application on Tomcat with and without us, in any generation of Spring Boot:
 * every setting has the same effect, and whom the application has chosen a protocol for
 * is left alone.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class AbstractTomcatSettingsTests {

	private static final String[] EVERYTHING = { "server.tomcat.accept-count=17",
			"server.tomcat.accesslog.enabled=true", "server.tomcat.accesslog.buffered=false",
			"server.tomcat.accesslog.check-exists=true", "server.tomcat.accesslog.condition-if=one",
			"server.tomcat.accesslog.condition-unless=other", "server.tomcat.accesslog.encoding=UTF-8",
			"server.tomcat.accesslog.file-date-format=.yyyy", "server.tomcat.accesslog.ipv6-canonical=true",
			"server.tomcat.accesslog.locale=de", "server.tomcat.accesslog.max-days=3",
			"server.tomcat.accesslog.pattern=%s %r", "server.tomcat.accesslog.prefix=mine",
			"server.tomcat.accesslog.rename-on-rotate=true", "server.tomcat.accesslog.request-attributes-enabled=true",
			"server.tomcat.accesslog.rotate=false", "server.tomcat.accesslog.suffix=.txt",
			"server.tomcat.additional-tld-skip-patterns=mine.jar", "server.tomcat.background-processor-delay=7s",
			"server.tomcat.connection-timeout=1234ms", "server.tomcat.keep-alive-timeout=2345ms",
			"server.tomcat.max-connections=321", "server.tomcat.max-http-form-post-size=3KB",
			"server.tomcat.max-http-response-header-size=9KB", "server.tomcat.max-keep-alive-requests=11",
			"server.tomcat.max-parameter-count=12", "server.tomcat.max-part-count=13",
			"server.tomcat.max-part-header-size=600B", "server.tomcat.max-swallow-size=4KB",
			"server.tomcat.mbeanregistry.enabled=true", "server.tomcat.processor-cache=14",
			"server.tomcat.redirect-context-root=false", "server.tomcat.relaxed-path-chars=<,>",
			"server.tomcat.relaxed-query-chars=|", "server.tomcat.remoteip.host-header=X-H",
			"server.tomcat.remoteip.internal-proxies=1.*", "server.tomcat.remoteip.port-header=X-P",
			"server.tomcat.remoteip.protocol-header=X-Pr", "server.tomcat.remoteip.protocol-header-https-value=yes",
			"server.tomcat.remoteip.remote-ip-header=X-R", "server.tomcat.remoteip.trusted-proxies=2.*",
			"server.tomcat.resource.allow-caching=false", "server.tomcat.resource.cache-ttl=8s",
			"server.tomcat.threads.max=31", "server.tomcat.threads.max-queue-capacity=32",
			"server.tomcat.threads.min-spare=3", "server.tomcat.uri-encoding=ISO-8859-1",
			"server.tomcat.use-relative-redirects=true" };

	/** Set by each test, or about another library. */
	private static final Set<String> ELSEWHERE = Set.of("server.tomcat.basedir", "server.tomcat.accesslog.directory",
			"server.tomcat.use-apr");

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<String> properties = new ArrayList<>(List.of("server.address=127.0.0.1", "server.port=0"));

	private Own own = new Own(null);

	private final Class<?> application;

	private final Class<?> upgradable;

	private final List<String> everything;

	/**
	 * Creates the tests for a generation of Spring Boot.
	 * @param application the configuration of an application, with a factory that is
	 * {@linkplain Own told} what a test sets by itself
	 * @param upgradable the configuration that makes its server upgradable, with a
	 * {@link FakeRegistry}
	 * @param settings settings that only this generation has
	 */
	protected AbstractTomcatSettingsTests(Class<?> application, Class<?> upgradable, String... settings) {
		this.application = application;
		this.upgradable = upgradable;
		this.everything = Stream.of(ServerProperties.COMMON, List.of(EVERYTHING), List.of(settings))
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * The main connector of a running application.
	 * @param context its context
	 * @return the connector
	 */
	protected abstract Connector connector(ConfigurableApplicationContext context);

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Server start(boolean upgradable) {
		Own own = this.own;
		SpringApplicationBuilder builder = new SpringApplicationBuilder(this.application, Servlets.class);
		ConfigurableApplicationContext context = builder
			.sources(upgradable ? new Class<?>[] { this.upgradable } : new Class<?>[0])
			.web(WebApplicationType.SERVLET)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("own", own))
			.properties(this.properties.toArray(String[]::new))
			.run();
		this.contexts.add(context);
		return new Server(context, connector(context));
	}

	/** Starts both, checks that only one of them is ours. */
	private Pair startBoth(String... settings) {
		this.properties.add("server.tomcat.basedir=" + this.directory);
		this.properties.add("server.servlet.session.store-dir=" + this.directory);
		this.properties.addAll(List.of(settings));
		Pair servers = new Pair(start(false), start(true));
		assertThat(servers.without().protocol()).isEqualTo("org.apache.coyote.http11.Http11NioProtocol");
		assertThat(servers.with().protocol()).isEqualTo(TomcatAdapter.PROTOCOL);
		assertThat(servers.with().registry().servers()).hasSize(1);
		return servers;
	}

	@Test
	void defaultsAreTheSame() {
		Pair servers = startBoth();
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings()).hasSizeGreaterThan(100);
	}

	@Test
	void everySettingIsTheSame() {
		Pair servers = startBoth(this.everything.toArray(String[]::new));
		Map<String, String> settings = servers.with().settings();
		assertThat(settings).isEqualTo(servers.without().settings())
			.containsEntry("protocol.getMaxThreads", "31")
			.containsEntry("endpoint.getMaxConnections", "321")
			.containsEntry("endpoint.getAcceptCount", "17")
			.containsEntry("connector.getMaxParameterCount", "12")
			.containsEntry("resources.getCacheTtl", "8000")
			.containsEntry("context.getSessionTimeout", "9")
			.containsEntry("context.cookie", "mine")
			.containsEntry("context.parameter.mine", "one")
			.containsEntry("cookie.getPath", "/mine")
			.containsEntry("cookie.getMaxAge", "300")
			.containsEntry("AccessLogValve.getPattern", "%s %r")
			.containsEntry("RemoteIpValve.getRemoteIpHeader", "X-R");
		assertThat(servers.without().exchange("/hello").headers().get("server")).isEqualTo("mine");
		assertThat(servers.with().exchange("/hello").headers().get("server")).isEqualTo("mine");
	}

	@Test
	void nothingIsForgottenHere() throws IOException {
		Set<String> tried = new TreeSet<>(ELSEWHERE);
		tried.addAll(ServerProperties.ELSEWHERE);
		Stream.concat(this.everything.stream(), ServerProperties.TLS.stream())
			.map((setting) -> setting.substring(0, setting.indexOf('=')))
			.forEach(tried::add);
		tried.add("server.servlet.context-parameters");
		Set<String> settings = ServerProperties.of("tomcat");
		assertThat(settings).hasSizeGreaterThan(100).contains("server.port", "server.tomcat.accept-count");
		settings.removeIf((name) -> name.matches("server\\.tomcat\\.(max-http-post-size|reject-illegal-header)"));
		assertThat(tried).containsAll(settings);
	}

	@Test
	void everySettingOfTlsIsTheSame() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(this.directory);
		this.properties.addAll(ServerProperties.TLS);
		Pair servers = startBoth("server.ssl.key-store=" + keyStore.file().toUri(),
				"server.ssl.key-store-password=" + TestKeyStore.PASSWORD,
				"server.ssl.key-password=" + TestKeyStore.PASSWORD,
				"server.ssl.trust-store=" + trusting(keyStore).toUri(),
				"server.ssl.trust-store-password=" + TestKeyStore.PASSWORD);
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings())
			.containsEntry("host.getCertificateVerification", "OPTIONAL");
		for (Server server : servers.both()) {
			assertThat(server.exchange(keyStore.clientContext().getSocketFactory(), "/hello").body())
				.isEqualTo("hello");
		}
	}

	@Test
	void tlsAndHttp2AreTheSame() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(this.directory);
		Pair servers = startBoth("server.http2.enabled=true", "server.ssl.bundle=test",
				"spring.ssl.bundle.jks.test.keystore.location=" + keyStore.file().toUri(),
				"spring.ssl.bundle.jks.test.keystore.password=" + TestKeyStore.PASSWORD,
				"spring.ssl.bundle.jks.test.options.enabled-protocols=TLSv1.2");
		HttpClient client = HttpClient.newBuilder().sslContext(keyStore.clientContext()).build();
		for (Server server : servers.both()) {
			HttpResponse<String> response = client.send(
					HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/hello")).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.sslSession().get().getProtocol()).isEqualTo("TLSv1.2");
			assertThat(response.body()).isEqualTo("hello");
		}
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings());
	}

	@Test
	void clientsHaveToHaveACertificateWhereTheyMust() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(this.directory);
		Pair servers = startBoth("server.ssl.bundle=test", "server.ssl.client-auth=need",
				"spring.ssl.bundle.jks.test.keystore.location=" + keyStore.file().toUri(),
				"spring.ssl.bundle.jks.test.keystore.password=" + TestKeyStore.PASSWORD,
				"spring.ssl.bundle.jks.test.truststore.location=" + trusting(keyStore).toUri(),
				"spring.ssl.bundle.jks.test.truststore.password=" + TestKeyStore.PASSWORD,
				"spring.ssl.bundle.jks.test.options.enabled-protocols=TLSv1.2");
		for (Server server : servers.both()) {
			// The server refuses before the client has sent all of its part: what it
			// sends
			// after that may fail before it has read why.
			assertThatException()
				.isThrownBy(() -> server.exchange(keyStore.clientContext().getSocketFactory(), "/hello"))
				.isInstanceOfAny(SSLHandshakeException.class, SocketException.class);
			assertThat(server.exchange(clientWithCertificate(keyStore), "/hello").body()).isEqualTo("hello");
		}
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings());
	}

	private Path trusting(TestKeyStore keyStore) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("client", certificate(keyStore));
		Path file = this.directory.resolve("trust.p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, TestKeyStore.PASSWORD.toCharArray());
		}
		return file;
	}

	private static SocketFactory clientWithCertificate(TestKeyStore keyStore) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		char[] password = TestKeyStore.PASSWORD.toCharArray();
		keys.init(KeyStore.getInstance(keyStore.file().toFile(), password), password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), new TrustManager[] { new TrustingEverybody() }, null);
		return context.getSocketFactory();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void certificateIsExchangedAtRunTime(boolean draining) throws Exception {
		Path served = this.directory.resolve("served.p12");
		TestKeyStore first = TestKeyStore.create(Files.createDirectory(this.directory.resolve("first")));
		TestKeyStore second = TestKeyStore.create(Files.createDirectory(this.directory.resolve("second")));
		Files.copy(first.file(), served);
		this.properties.addAll(List.of("server.ssl.bundle=test", "spring.ssl.bundle.watch.file.quiet-period=50ms",
				"spring.ssl.bundle.jks.test.reload-on-update=true",
				"spring.ssl.bundle.jks.test.keystore.location=" + served.toUri(),
				"spring.ssl.bundle.jks.test.keystore.password=" + TestKeyStore.PASSWORD));
		Server server = start(true);
		assertThat(server.certificate()).isEqualTo(certificate(first));
		UpgradableServer upgradable = server.registry().servers().get(0);
		try (RawConnection open = new RawConnection(first.clientContext().getSocketFactory(), server.port())) {
			assertThat(open.exchange("/hello").body()).isEqualTo("hello");
			if (draining) {
				upgradable.startDraining();
			}
			Files.copy(second.file(), served, StandardCopyOption.REPLACE_EXISTING);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(server.certificate()).isEqualTo(certificate(second)));
			assertThat(open.exchange("/hello").body()).isEqualTo("hello");
		}
	}

	private static Certificate certificate(TestKeyStore keyStore) throws Exception {
		return KeyStore.getInstance(keyStore.file().toFile(), TestKeyStore.PASSWORD.toCharArray())
			.getCertificate("test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1" })
	void addressAndContextPathAreKept(String address) throws Exception {
		this.properties.addAll(List.of("server.address=" + address, "server.servlet.context-path=/context"));
		Server server = start(true);
		assertThat(server.registry().servers().get(0).listeners().get(0).address().getAddress())
			.isEqualTo(InetAddress.getByName(address));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI.create("http://" + (address.contains(":") ? "[" + address + "]" : address) + ":"
						+ server.port() + "/context/hello"))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("hello");
	}

	@Test
	void virtualThreadsOnTheNewestJava() throws Exception {
		VirtualThreadTests.runOnNewestJava(this.directory, getClass());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	@Tag(VirtualThreadTests.TAG)
	void virtualThreadsAreKept() {
		Pair servers = startBoth("spring.threads.virtual.enabled=true");
		assertThat(servers.without().exchange("/thread").body()).isEqualTo("virtual");
		assertThat(servers.with().exchange("/thread").body()).isEqualTo("virtual");
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings());
	}

	@Test
	void protocolThatTheApplicationHasChosenIsLeftAlone(CapturedOutput output) {
		String chosen = "org.apache.coyote.http11.Http11Nio2Protocol";
		this.own = new Own(chosen);
		Server server = start(true);
		assertThat(server.protocol()).isEqualTo(chosen);
		assertThat(server.exchange("/hello").body()).isEqualTo("hello");
		assertThat(server.registry().servers()).isEmpty();
		assertThat(output)
			.containsOnlyOnce("The server 'server' does not take part in upgrades, because the application "
					+ "has chosen the protocol " + chosen + " for it: leave that to Spring Boot");
	}

	@Test
	void additionalConnectorsTakePartWhereTheyCan(CapturedOutput output) {
		Connector ajp = new Connector("AJP/1.3");
		((AbstractAjpProtocol<?>) ajp.getProtocolHandler()).setSecretRequired(false);
		ajp.setPort(0);
		Connector ours = new Connector(TomcatAdapter.PROTOCOL);
		ours.setPort(0);
		this.own = new Own(null, ajp, ours);
		Server server = start(true);
		assertThat(server.exchange("/hello").body()).isEqualTo("hello");
		assertThat(ajp.getLocalPort()).isPositive();
		assertThat(server.registry().servers().get(0).listeners()).hasSize(2)
			.anyMatch((listener) -> listener.address().getPort() == ours.getLocalPort());
		assertThat(output).containsOnlyOnce("does not take part in upgrades")
			.contains("The additional connector Connector[\"ajp-nio");
	}

	private record Pair(Server without, Server with) {

		List<Server> both() {
			return List.of(this.without, this.with);
		}

	}

	/**
	 * A running application.
	 *
	 * @param context its context
	 * @param connector its main connector
	 */
	private record Server(ConfigurableApplicationContext context, Connector connector) {

		String protocol() {
			return this.connector.getProtocolHandler().getClass().getName();
		}

		Map<String, String> settings() {
			return TomcatSettings.of(this.connector);
		}

		FakeRegistry registry() {
			return this.context.getBean(FakeRegistry.class);
		}

		int port() {
			return this.connector.getLocalPort();
		}

		RawConnection.Response exchange(String path) {
			try {
				return exchange(SocketFactory.getDefault(), path);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		RawConnection.Response exchange(SocketFactory sockets, String path) throws IOException {
			try (RawConnection connection = new RawConnection(sockets, port())) {
				return connection.exchange(path);
			}
		}

		/** The one that a new connection is shown. */
		Certificate certificate() throws Exception {
			SSLContext trusting = SSLContext.getInstance("TLS");
			trusting.init(null, new TrustManager[] { new TrustingEverybody() }, null);
			try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
				.createSocket(InetAddress.getLoopbackAddress(), port())) {
				return socket.getSession().getPeerCertificates()[0];
			}
		}

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

	/**
	 * What a test sets by itself.
	 *
	 * @param protocol the protocol, or {@code null} for that of Spring Boot
	 * @param additional more connectors
	 */
	protected record Own(@Nullable String protocol, Connector... additional) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Servlets {

		@Bean
		ServletRegistrationBean<HttpServlet> servlet() {
			return new ServletRegistrationBean<>(new TestServlet(), "/*");
		}

	}

	/**
	 * Tells what a request sees of the server.
	 */
	static final class TestServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			String text = request.getRequestURI().endsWith("/thread") ? thread() : "hello";
			response.setContentLength(text.length());
			response.getOutputStream().print(text);
		}

		/** What it says of itself: the compiler does not know virtual ones. */
		private static String thread() {
			return Thread.currentThread().toString().startsWith("VirtualThread") ? "virtual" : "platform";
		}

	}

}
