package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.TestKeyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same application on Reactor Netty with and without us, in any generation of Spring
 * Boot: every setting has the same effect.
 */
public abstract class AbstractNettySettingsTests {

	private static final List<String> EVERYTHING = List.of("server.netty.connection-timeout=7s",
			"server.netty.h2c-max-content-length=3KB", "server.netty.idle-timeout=12345ms",
			"server.netty.initial-buffer-size=300B", "server.netty.max-initial-line-length=5KB",
			"server.netty.max-keep-alive-requests=321", "server.netty.validate-headers=false");

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final Class<?> application;

	private final Class<?> upgradable;

	private final List<String> everything;

	/**
	 * Creates the tests for a generation of Spring Boot.
	 * @param application the configuration of an application, whose server
	 * {@linkplain Seen#by shows} its configuration
	 * @param upgradable the configuration that makes its server upgradable, with
	 * {@link Connectors}
	 * @param settings settings that only this generation has
	 */
	protected AbstractNettySettingsTests(Class<?> application, Class<?> upgradable, String... settings) {
		this.application = application;
		this.upgradable = upgradable;
		this.everything = Stream.of(ServerProperties.COMMON, EVERYTHING, List.of(settings))
			.flatMap(List::stream)
			.filter((setting) -> !setting.startsWith("server.servlet."))
			.toList();
	}

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Server start(boolean upgradable, List<String> settings) {
		Seen seen = new Seen(new AtomicReference<>());
		ConfigurableApplicationContext context = new SpringApplicationBuilder(this.application, Handler.class)
			.sources(upgradable ? new Class<?>[] { Connectors.class, this.upgradable } : new Class<?>[0])
			.web(WebApplicationType.REACTIVE)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("seen", seen))
			.properties("server.address=127.0.0.1", "server.port=0")
			.properties(settings.toArray(String[]::new))
			.run();
		this.contexts.add(context);
		return new Server(context, seen.config().get());
	}

	/** Starts both, checks that only one of them is ours. */
	private List<Server> startBoth(List<String> settings) {
		List<Server> servers = List.of(start(false, settings), start(true, settings));
		assertThat(servers.get(1).context().getBean(FakeRegistry.class).servers()).hasSize(1);
		return servers;
	}

	private static void assertSame(List<Server> servers) {
		assertThat(servers.get(1).settings()).isEqualTo(servers.get(0).settings());
	}

	@Test
	void defaultsAreTheSame() throws Exception {
		List<Server> servers = startBoth(List.of());
		assertSame(servers);
		for (Server server : servers) {
			assertThat(server.get("http", HttpClient.newHttpClient()).body()).isEqualTo("hello");
		}
	}

	@Test
	void everySettingIsTheSame() throws Exception {
		List<Server> servers = startBoth(this.everything);
		assertSame(servers);
		assertThat(servers.get(1).settings()).containsEntry("maxKeepAliveRequests", "321")
			.containsEntry("decoder.maxInitialLineLength", "5120");
		for (Server server : servers) {
			HttpResponse<String> response = server.get("http", HttpClient.newHttpClient());
			assertThat(response.body()).isEqualTo("hello");
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		}
	}

	@Test
	void nothingIsForgottenHere() throws IOException {
		Set<String> tried = new TreeSet<>(ServerProperties.ELSEWHERE);
		Stream.concat(this.everything.stream(), ServerProperties.TLS.stream())
			.map((setting) -> setting.substring(0, setting.indexOf('=')))
			.forEach(tried::add);
		Set<String> settings = ServerProperties.of("netty");
		settings.removeIf((name) -> name.startsWith("server.servlet."));
		assertThat(settings).hasSizeGreaterThan(30).contains("server.port", "server.netty.idle-timeout");
		assertThat(tried).containsAll(settings);
	}

	@Test
	void tlsAndHttp2AreTheSame() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(this.directory);
		List<Server> servers = startBoth(List.of("server.http2.enabled=true", "server.ssl.bundle=test",
				"spring.ssl.bundle.jks.test.keystore.location=" + keyStore.file().toUri(),
				"spring.ssl.bundle.jks.test.keystore.password=" + TestKeyStore.PASSWORD,
				"spring.ssl.bundle.jks.test.options.enabled-protocols=TLSv1.2"));
		assertSame(servers);
		HttpClient client = HttpClient.newBuilder().sslContext(keyStore.clientContext()).build();
		for (Server server : servers) {
			HttpResponse<String> response = server.get("https", client);
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.sslSession().get().getProtocol()).isEqualTo("TLSv1.2");
			assertThat(response.body()).isEqualTo("hello");
		}
	}

	@Test
	void addressIsKept() throws Exception {
		Server server = start(true, List.of("server.address=::1"));
		assertThat(
				server.context().getBean(FakeRegistry.class).servers().get(0).listeners().get(0).address().getAddress())
			.isEqualTo(InetAddress.getByName("::1"));
	}

	/**
	 * What a server shows of itself.
	 *
	 * @param config its configuration when it is bound
	 */
	protected record Seen(AtomicReference<HttpServerConfig> config) {

		/**
		 * Makes a server show its configuration.
		 * @param server the server
		 * @return the server
		 */
		public HttpServer by(HttpServer server) {
			return server.doOnBind(this.config::set);
		}

	}

	/**
	 * A running application.
	 *
	 * @param context its context
	 * @param config the configuration of its server
	 */
	private record Server(ConfigurableApplicationContext context, HttpServerConfig config) {

		Map<String, String> settings() {
			return NettySettings.of(this.config);
		}

		HttpResponse<String> get(String scheme, HttpClient client) throws IOException, InterruptedException {
			String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
			return client.send(HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/")).build(),
					HttpResponse.BodyHandlers.ofString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Connectors {

		@Bean
		FakeRegistry registry() {
			return new FakeRegistry();
		}

		@Bean(destroyMethod = "")
		ReactorNettyServer connectors(FakeRegistry registry) {
			return new ReactorNettyServer("server", registry, DrainHooks.NONE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		@Bean
		HttpHandler handler() {
			return (request, response) -> response.writeWith(Mono
				.fromSupplier(() -> response.bufferFactory().wrap("hello".getBytes(StandardCharsets.US_ASCII))));
		}

	}

}
