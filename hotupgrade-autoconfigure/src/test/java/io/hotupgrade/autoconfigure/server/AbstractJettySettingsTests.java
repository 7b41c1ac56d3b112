package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestKeyStore;
import io.hotupgrade.server.tests.VirtualThreadTests;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.net.SocketFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;
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

/**
 * The same application on Jetty with and without us, in any generation of Spring Boot:
 * every setting has the same effect, and connectors that cannot take part are left alone.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class AbstractJettySettingsTests {

	private static final List<String> EVERYTHING = List.of("server.jetty.accesslog.enabled=true",
			"server.jetty.accesslog.append=true", "server.jetty.accesslog.custom-format=%s %r",
			"server.jetty.accesslog.file-date-format=yyyy", "server.jetty.accesslog.format=extended-ncsa",
			"server.jetty.accesslog.ignore-paths=/ignored", "server.jetty.accesslog.retention-period=3",
			"server.jetty.connection-idle-timeout=12345ms", "server.jetty.max-connections=321",
			"server.jetty.max-form-keys=12", "server.jetty.max-http-form-post-size=3KB",
			"server.jetty.max-http-response-header-size=9KB", "server.jetty.threads.acceptors=2",
			"server.jetty.threads.selectors=3", "server.jetty.threads.idle-timeout=7s", "server.jetty.threads.max=31",
			"server.jetty.threads.max-queue-capacity=32", "server.jetty.threads.min=4");

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<String> properties = new ArrayList<>(List.of("server.address=127.0.0.1", "server.port=0"));

	private Consumer<org.eclipse.jetty.server.Server> own = (server) -> {
	};

	private final Class<?> application;

	private final Class<?> upgradable;

	private final List<String> everything;

	/**
	 * Creates the tests for a generation of Spring Boot.
	 * @param application the configuration of an application, whose server is
	 * {@linkplain Own changed} as a test wants it
	 * @param upgradable the configuration that makes its server upgradable, with
	 * {@link Connectors}
	 * @param settings settings that only this generation has
	 */
	protected AbstractJettySettingsTests(Class<?> application, Class<?> upgradable, String... settings) {
		this.application = application;
		this.upgradable = upgradable;
		this.everything = Stream.of(ServerProperties.COMMON, EVERYTHING, List.of(settings))
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * The server of a running application.
	 * @param context its context
	 * @return the server
	 */
	protected abstract org.eclipse.jetty.server.Server jetty(ConfigurableApplicationContext context);

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Server start(boolean upgradable) {
		Own own = new Own(this.own);
		SpringApplicationBuilder builder = new SpringApplicationBuilder(this.application, Servlets.class);
		ConfigurableApplicationContext context = builder
			.sources(upgradable ? new Class<?>[] { Connectors.class, this.upgradable } : new Class<?>[0])
			.web(WebApplicationType.SERVLET)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("own", own))
			.properties(this.properties.toArray(String[]::new))
			.run();
		this.contexts.add(context);
		return new Server(context, jetty(context));
	}

	/** Starts both, checks that only one of them is ours. */
	private Pair startBoth(String... settings) {
		this.properties.add("server.servlet.session.store-dir=" + this.directory);
		this.properties.addAll(List.of(settings));
		Pair servers = new Pair(start(false), start(true));
		assertThat(servers.with().registry().servers()).hasSize(1);
		return servers;
	}

	@Test
	void defaultsAreTheSame() {
		Pair servers = startBoth();
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings()).hasSizeGreaterThan(200);
	}

	@Test
	void everySettingIsTheSame() {
		this.properties.add("server.jetty.accesslog.filename=" + this.directory.resolve("access_yyyy.log"));
		Pair servers = startBoth(this.everything.toArray(String[]::new));
		Map<String, String> settings = servers.with().settings();
		assertThat(settings).isEqualTo(servers.without().settings())
			.containsEntry("QueuedThreadPool.getMaxThreads", "[31]")
			.containsEntry("NetworkConnectionLimit.getMaxNetworkConnectionCount", "[321]")
			.containsEntry("ServerConnector.getIdleTimeout", "[12345]")
			.containsEntry("ServerConnector.getAcceptors", "[2]")
			.containsEntry("JettyEmbeddedWebAppContext.getMaxFormKeys", "[12]")
			.containsEntry("HttpConfiguration.getRequestHeaderSize", "[10240]")
			.containsEntry("CustomRequestLog.getFormatString", "[%s %r]")
			.containsEntry("RequestLogWriter.getRetainDays", "[3]")
			.containsEntry("SessionHandler.getSessionCookie", "[mine]")
			.containsEntry("SessionHandler.getMaxInactiveInterval", "[540]")
			.containsKey("FileSessionDataStore.getSavePeriodSec");
		assertThat(servers.without().exchange("/hello").headers().get("server")).isEqualTo("mine");
		assertThat(servers.with().exchange("/hello").headers().get("server")).isEqualTo("mine");
	}

	@Test
	void nothingIsForgottenHere() throws IOException {
		Set<String> tried = new TreeSet<>(ServerProperties.ELSEWHERE);
		Stream.concat(this.everything.stream(), ServerProperties.TLS.stream())
			.map((setting) -> setting.substring(0, setting.indexOf('=')))
			.forEach(tried::add);
		tried.add("server.servlet.context-parameters");
		tried.add("server.jetty.accesslog.filename");
		Set<String> settings = ServerProperties.of("jetty");
		assertThat(settings).hasSizeGreaterThan(60).contains("server.port", "server.jetty.max-connections");
		assertThat(tried).containsAll(settings);
	}

	@Test
	void everySettingOfTlsIsTheSame() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(this.directory);
		this.properties.addAll(ServerProperties.TLS);
		Pair servers = startBoth("server.ssl.key-store=" + keyStore.file().toUri(),
				"server.ssl.key-store-password=" + TestKeyStore.PASSWORD,
				"server.ssl.key-password=" + TestKeyStore.PASSWORD, "server.ssl.trust-store=" + keyStore.file().toUri(),
				"server.ssl.trust-store-password=" + TestKeyStore.PASSWORD);
		assertThat(servers.with().settings()).isEqualTo(servers.without().settings())
			.containsEntry("SslContextFactory.getWantClientAuth", "[true]");
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
	void serverWithoutAcceptorsIsLeftAlone(CapturedOutput output) {
		this.properties.add("server.jetty.threads.acceptors=0");
		Server server = start(true);
		assertThat(server.exchange("/hello").body()).isEqualTo("hello");
		assertThat(server.registry().servers()).isEmpty();
		assertThat(server.jetty().getDescendants(StatisticsHandler.class)).hasSize(1);
		assertThat(output).containsOnlyOnce("does not take part in upgrades")
			.contains("because no thread of its own accepts: give it one acceptor at least");
	}

	@Test
	void additionalConnectorsTakePartWhereTheyCan(CapturedOutput output) {
		List<ServerConnector> added = new ArrayList<>();
		this.own = (server) -> {
			added.add(new ServerConnector(server));
			added.add(new ServerConnector(server, new OwnConnectionFactory()));
			added.forEach(server::addConnector);
		};
		Server server = start(true);
		assertThat(server.exchange("/hello").body()).isEqualTo("hello");
		assertThat(added.get(1).getLocalPort()).isPositive();
		assertThat(server.registry().servers().get(0).listeners()).hasSize(2)
			.anyMatch((listener) -> listener.address().getPort() == added.get(0).getLocalPort());
		assertThat(output).containsOnlyOnce("does not take part in upgrades")
			.contains("because its HTTP/1.1 is made by " + OwnConnectionFactory.class.getName());
	}

	@Test
	void drainTakesThePlaceOfTheGracefulShutdown() {
		Pair servers = startBoth();
		assertThat(servers.without().jetty().getDescendants(StatisticsHandler.class)).hasSize(1);
		assertThat(servers.with().jetty().getDescendants(StatisticsHandler.class)).isEmpty();
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
	 * @param jetty its server
	 */
	private record Server(ConfigurableApplicationContext context, org.eclipse.jetty.server.Server jetty) {

		Map<String, String> settings() {
			return JettySettings.of(this.jetty);
		}

		FakeRegistry registry() {
			return this.context.getBean(FakeRegistry.class);
		}

		int port() {
			return ((NetworkConnector) this.jetty.getConnectors()[0]).getLocalPort();
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

	}

	/**
	 * What a test sets by itself.
	 *
	 * @param customizer changes the server
	 */
	protected record Own(Consumer<org.eclipse.jetty.server.Server> customizer) {

	}

	/** One that has chosen for itself what makes HTTP/1.1 of a connection. */
	private static final class OwnConnectionFactory extends HttpConnectionFactory {

		OwnConnectionFactory() {
			super(new HttpConfiguration());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Connectors {

		@Bean
		FakeRegistry registry() {
			return new FakeRegistry();
		}

		@Bean
		JettyConnectors connectors(FakeRegistry registry) {
			return new JettyConnectors("server", registry, DrainHooks.NONE);
		}

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
