package io.hotupgrade.autoconfigure.boot3;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawConnection.Response;
import io.hotupgrade.server.tests.TestKeyStore;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServer;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xnio.Option;
import org.xnio.Options;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.management.XnioWorkerMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same application with and without us: every setting has the same effect.
 */
class UndertowSettingsTests {

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<String> properties = new ArrayList<>(List.of("server.address=127.0.0.1", "server.port=0"));

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Server start(boolean upgradable) {
		Class<?>[] sources = upgradable ? new Class<?>[] { App.class, Upgradable.class } : new Class<?>[] { App.class };
		ConfigurableApplicationContext context = new SpringApplicationBuilder(sources).web(WebApplicationType.SERVLET)
			.properties(this.properties.toArray(String[]::new))
			.run();
		this.contexts.add(context);
		return new Server((ServletWebServerApplicationContext) context);
	}

	/** Starts both, checks that only one of them is ours. */
	private Pair startBoth(String... settings) {
		this.properties.addAll(List.of(settings));
		Server without = start(false);
		Server with = start(true);
		assertThat(without.undertow().getWorker().getClass().getPackageName()).isEqualTo("org.xnio.nio");
		assertThat(with.undertow().getWorker().getClass().getPackageName()).isEqualTo("io.hotupgrade.undertow");
		return new Pair(without, with);
	}

	@Test
	void defaultsAreTheSame() throws Exception {
		Pair servers = startBoth();
		assertThat(servers.with().worker()).isEqualTo(servers.without().worker());
		assertThat(servers.with().listeners()).isEqualTo(servers.without().listeners());
		assertThat(servers.with().connection()).isEqualTo(servers.without().connection());
	}

	@Test
	void threadsAreTheSame() throws Exception {
		Pair servers = startBoth("server.undertow.threads.io=3", "server.undertow.threads.worker=7");
		assertThat(servers.with().worker()).isEqualTo(servers.without().worker())
			.containsEntry("WORKER_IO_THREADS", 3)
			.containsEntry("maxPoolSize", 7)
			.containsEntry("I/O threads", 3L);
	}

	@Test
	void optionsThatOnlyCodeCanSetAreTheSame() throws Exception {
		Pair servers = startBoth("test.worker-options=true");
		assertThat(servers.with().worker()).isEqualTo(servers.without().worker())
			.containsEntry("WORKER_TASK_KEEPALIVE", 1234)
			.containsEntry("name", "mine");
	}

	@Test
	void socketOptionsAreTheSame() throws Exception {
		Pair servers = startBoth("server.undertow.options.socket.KEEP_ALIVE=true",
				"server.undertow.options.socket.TCP_NODELAY=false",
				"server.undertow.options.socket.RECEIVE_BUFFER=32768",
				"server.undertow.options.socket.SEND_BUFFER=16384", "server.undertow.options.socket.READ_TIMEOUT=12000",
				"server.undertow.options.socket.WRITE_TIMEOUT=13000",
				"server.undertow.options.socket.CONNECTION_HIGH_WATER=100",
				"server.undertow.options.socket.CONNECTION_LOW_WATER=90", "server.undertow.options.socket.BACKLOG=17");
		assertThat(servers.with().listeners()).isEqualTo(servers.without().listeners());
		assertThat(servers.with().listeners().get(0)).containsEntry("KEEP_ALIVE", true)
			.containsEntry("READ_TIMEOUT", 12000)
			.containsEntry("CONNECTION_HIGH_WATER", 100);
		assertThat(servers.with().connection()).isEqualTo(servers.without().connection())
			.containsEntry("KEEP_ALIVE", "true")
			.containsEntry("TCP_NODELAY", "false");
	}

	@Test
	void connectionLimitIsKept() throws Exception {
		Pair servers = startBoth("server.undertow.options.socket.CONNECTION_HIGH_WATER=2",
				"server.undertow.options.socket.CONNECTION_LOW_WATER=2");
		for (Server server : servers.both()) {
			RawConnection[] allowed = { server.connect(), server.connect() };
			for (RawConnection connection : allowed) {
				assertThat(connection.exchange("/hello").status()).isEqualTo(200);
			}
			try (RawConnection further = server.connect()) {
				further.send(RawConnection.get("/hello"));
				assertThat(further.isSilent()).isTrue();
				allowed[0].close();
				assertThat(further.receive().status()).isEqualTo(200);
			}
			allowed[1].close();
		}
	}

	@Test
	void buffersAreTheSame() {
		Pair servers = startBoth("server.undertow.buffer-size=2000", "server.undertow.direct-buffers=false");
		for (Server server : servers.both()) {
			assertThat(field(server.undertow(), "bufferSize")).isEqualTo(2000);
			assertThat(field(server.undertow(), "directBuffers")).isEqualTo(false);
		}
	}

	@Test
	void serverOptionsAreTheSame() throws Exception {
		Pair servers = startBoth("server.undertow.max-http-post-size=10B", "server.undertow.max-headers=5",
				"server.undertow.always-set-keep-alive=false", "server.undertow.options.server.MAX_PARAMETERS=2");
		for (Server server : servers.both()) {
			assertThat(server.exchange(RawConnection.post("/hello", "12345")).status()).isEqualTo(200);
			assertThat(server.exchange(RawConnection.post("/hello", "12345678901")).status()).isEqualTo(500);
			assertThat(server.exchange(RawConnection.get("/hello?a=1&b=2&c=3")).status()).isEqualTo(400);
			assertThat(server.exchange(RawConnection.get("/hello")).headers()).doesNotContainKey("connection");
			assertThat(server.exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(6) + "\r\n")
				.status()).isEqualTo(400);
		}
	}

	@Test
	void noRequestTimeoutIsKept() throws Exception {
		Pair servers = startBoth("server.undertow.no-request-timeout=200ms");
		for (Server server : servers.both()) {
			try (RawConnection connection = server.connect()) {
				assertThat(connection.exchange("/hello").status()).isEqualTo(200);
				assertThat(connection.ended()).isTrue();
			}
		}
	}

	@Test
	void accessLogIsWritten() throws Exception {
		Path logs = this.directory.resolve("logs");
		Pair servers = startBoth("server.undertow.accesslog.enabled=true", "server.undertow.accesslog.pattern=%r %s",
				"server.undertow.accesslog.dir=" + logs, "server.undertow.accesslog.rotate=false");
		for (Server server : servers.both()) {
			assertThat(server.exchange(RawConnection.get("/hello")).status()).isEqualTo(200);
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(linesIn(logs)).containsExactly("GET /hello HTTP/1.1 200",
					"GET /hello HTTP/1.1 200"));
	}

	private static List<String> linesIn(Path logs) throws IOException {
		return Files.readAllLines(logs.resolve("access_log.log"));
	}

	@Test
	void sslAndHttp2AreTheSame() throws Exception {
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
			assertThat(response.statusCode()).isEqualTo(200);
		}
		assertThat(servers.with().listeners()).isEqualTo(servers.without().listeners());
		assertThat(portDescription(servers.with())).contains("(https)");
	}

	private static String portDescription(Server server) {
		return new StartMessage(server.webServer()).text();
	}

	@Test
	void moreListenersAreTheSame() throws Exception {
		Pair servers = startBoth("test.second-listener=true");
		assertThat(servers.with().listeners()).isEqualTo(servers.without().listeners()).hasSize(2);
		FakeRegistry registry = servers.with().context().getBean(FakeRegistry.class);
		assertThat(registry.planned()).containsOnlyKeys("server:0", "server:1");
		assertThat(registry.servers().get(0).listeners()).hasSize(2);
	}

	private static Object field(Object target, String name) {
		try {
			Field field = target.getClass().getDeclaredField(name);
			field.setAccessible(true);
			return field.get(target);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
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
	 */
	private record Server(ServletWebServerApplicationContext context) {

		private static final List<Option<?>> WORKER_OPTIONS = List.of(Options.WORKER_IO_THREADS, Options.STACK_SIZE,
				Options.WORKER_TASK_CORE_THREADS, Options.WORKER_TASK_MAX_THREADS, Options.WORKER_TASK_KEEPALIVE);

		private static final List<Option<?>> LISTENER_OPTIONS = List.of(Options.REUSE_ADDRESSES, Options.RECEIVE_BUFFER,
				Options.SEND_BUFFER, Options.KEEP_ALIVE, Options.TCP_OOB_INLINE, Options.TCP_NODELAY,
				Options.CONNECTION_HIGH_WATER, Options.CONNECTION_LOW_WATER, Options.READ_TIMEOUT,
				Options.WRITE_TIMEOUT, Options.SSL_CLIENT_AUTH_MODE);

		UndertowServletWebServer webServer() {
			return (UndertowServletWebServer) this.context.getWebServer();
		}

		Undertow undertow() {
			return webServer().getUndertow();
		}

		int port() {
			return webServer().getPort();
		}

		RawConnection connect() throws IOException {
			return new RawConnection(SocketFactory.getDefault(), port());
		}

		Response exchange(String request) throws IOException {
			try (RawConnection connection = connect()) {
				connection.send(request);
				return connection.receive();
			}
		}

		Map<String, Object> worker() throws IOException {
			XnioWorker worker = undertow().getWorker();
			XnioWorkerMXBean management = worker.getMXBean();
			Map<String, Object> values = new LinkedHashMap<>();
			for (Option<?> option : WORKER_OPTIONS) {
				values.put(option.getName(), worker.getOption(option));
			}
			values.put("corePoolSize", management.getCoreWorkerPoolSize());
			values.put("maxPoolSize", management.getMaxWorkerPoolSize());
			values.put("name", worker.getName().replaceFirst("^XNIO-\\d+$", "XNIO"));
			values.put("I/O threads", threads(worker.getName() + " I/O-"));
			values.put("accept threads", threads(worker.getName() + " Accept"));
			return values;
		}

		private long threads(String prefix) {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().startsWith(prefix))
				.count() / sharedBy();
		}

		/** Workers that were given a name have it twice, once for each application. */
		private long sharedBy() {
			return undertow().getWorker().getName().equals("mine") ? 2 : 1;
		}

		List<Map<String, Object>> listeners() throws IOException {
			List<Map<String, Object>> listeners = new ArrayList<>();
			for (Object channel : (List<?>) field(undertow(), "channels")) {
				Map<String, Object> values = new TreeMap<>();
				for (Option<?> option : LISTENER_OPTIONS) {
					values.put(option.getName(), String.valueOf(((AcceptingChannel<?>) channel).getOption(option)));
				}
				values.replaceAll((name, value) -> typed((String) value));
				listeners.add(values);
			}
			return listeners;
		}

		private static Object typed(String value) {
			if (value.equals("true") || value.equals("false")) {
				return Boolean.valueOf(value);
			}
			return value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;
		}

		/** What a request sees of its connection and thread. */
		Map<String, String> connection() throws IOException {
			Map<String, String> values = new TreeMap<>();
			for (String pair : exchange(RawConnection.get("/connection")).body().split(";")) {
				values.put(pair.split("=")[0], pair.split("=")[1]);
			}
			return values;
		}

	}

	/**
	 * The text that Spring Boot logs when the server has started.
	 */
	private static final class StartMessage {

		private final UndertowServletWebServer server;

		StartMessage(UndertowServletWebServer server) {
			this.server = server;
		}

		String text() {
			try {
				var method = UndertowServletWebServer.class.getDeclaredMethod("getStartLogMessage");
				method.setAccessible(true);
				return (String) method.invoke(this.server);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServletWebServerFactoryAutoConfiguration.class, SslAutoConfiguration.class,
			EmbeddedWebServerFactoryCustomizerAutoConfiguration.class })
	static class App {

		@Bean
		ServletWebServerFactory undertow(org.springframework.core.env.Environment environment) {
			UndertowServletWebServerFactory factory = new UndertowServletWebServerFactory();
			if (environment.getProperty("test.worker-options", boolean.class, false)) {
				factory.addBuilderCustomizers((builder) -> builder.setWorkerOption(Options.WORKER_TASK_KEEPALIVE, 1234)
					.setWorkerOption(Options.WORKER_NAME, "mine")
					.setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 100));
			}
			if (environment.getProperty("test.second-listener", boolean.class, false)) {
				factory.addBuilderCustomizers(
						(builder) -> builder.addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress()));
			}
			return factory;
		}

		@Bean
		ServletRegistrationBean<HttpServlet> servlet() {
			return new ServletRegistrationBean<>(new TestServlet(), "/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Upgradable {

		@Bean
		FakeRegistry registry() {
			return new FakeRegistry();
		}

		@Bean
		UndertowUpgradeCustomizer customizer(FakeRegistry registry) {
			return new UndertowUpgradeCustomizer("server", registry, DrainHooks.NONE);
		}

	}

	/**
	 * Tells what a request sees of the server.
	 */
	static final class TestServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			request.getInputStream().readAllBytes();
			request.getParameterMap();
			String text = request.getRequestURI().equals("/connection") ? connection() : "hello";
			response.setContentLength(text.length());
			response.getOutputStream().print(text);
		}

		private String connection() throws IOException {
			var connection = io.undertow.servlet.handlers.ServletRequestContext.requireCurrent()
				.getExchange()
				.getConnection();
			StringBuilder text = new StringBuilder();
			for (Option<?> option : List.<Option<?>>of(Options.KEEP_ALIVE, Options.TCP_NODELAY, Options.SEND_BUFFER,
					Options.RECEIVE_BUFFER, Options.READ_TIMEOUT, Options.WRITE_TIMEOUT, Options.TCP_OOB_INLINE)) {
				text.append(option.getName()).append('=').append(connection.getOption(option)).append(';');
			}
			text.append("worker=").append(connection.getWorker().getClass().getSimpleName()).append(';');
			String thread = Thread.currentThread().getName().replaceFirst("^XNIO-\\d+ task-\\d+$", "XNIO task");
			return text.append("thread=").append(thread).toString();
		}

	}

}
