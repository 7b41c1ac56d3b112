package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.sessions.SessionExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.session.InMemoryReactiveSessionRegistry;
import org.springframework.security.core.session.ReactiveSessionInformation;
import org.springframework.security.core.session.ReactiveSessionRegistry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;

/**
 * Two applications of WebFlux that share their sessions, in any generation of Spring
 * Boot, with clients that go now to the one and now to the other.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractSharedWebSessionsTests {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final Class<?> server;

	private final String excluded;

	@TempDir
	private Path directory;

	private Instance first;

	private Instance second;

	/**
	 * Creates the tests for a server.
	 * @param server the configuration that has its factory
	 * @param excluded auto-configurations that are in the way
	 */
	AbstractSharedWebSessionsTests(Class<?> server, String excluded) {
		this.server = server;
		this.excluded = excluded;
	}

	@BeforeEach
	void start() {
		Stuck.release = new CompletableFuture<>();
		this.first = new Instance();
		this.second = new Instance();
		this.second.exchange.invited(this.first.exchange.invite().orElseThrow());
		await().until(this.first.exchange::isLinked);
	}

	@AfterEach
	void stop() {
		this.first.close();
		this.second.close();
	}

	@Test
	void aClientGoesOnWithItsSessionInTheOtherInstance(CapturedOutput output) throws Exception {
		Client client = new Client();
		assertThat(client.get(this.first, "count")).isEqualTo("1");
		String cookie = client.cookie;
		assertThat(client.get(this.second, "count")).isEqualTo("2");
		assertThat(client.get(this.first, "count")).isEqualTo("3");
		assertThat(client.cookie).isEqualTo(cookie);
		assertThat(this.first.exchange.receipt().moved()).isEqualTo(1);
		assertThat(output).doesNotContain("hotupgrade.sessions.enabled has no effect");
	}

	@Test
	void noCountIsLostOrDoubledWhileBothInstancesAreAskedAtOnce() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		List<CompletableFuture<Void>> requests = new ArrayList<>();
		int rounds = 200;
		for (Instance instance : List.of(this.first, this.second, this.first, this.second)) {
			requests.add(CompletableFuture.runAsync(() -> {
				Client same = new Client(client.cookie);
				for (int i = 0; i < rounds; i++) {
					same.get(instance, "count");
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
		assertThat(client.get(this.first, "count")).isEqualTo(String.valueOf(4 * rounds + 2));
		assertThat(this.first.exchange.receipt().moved()).isGreaterThan(5);
	}

	@Test
	void anIdThatIsChangedIsValidInBothInstances() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		String before = client.cookie;
		assertThat(client.get(this.second, "login")).isEqualTo("1");
		assertThat(client.cookie).isNotEqualTo(before);
		assertThat(client.get(this.first, "count")).isEqualTo("2");
		assertThat(new Client(before).get(this.second, "peek")).isEqualTo("none");
		assertThat(new Client(before).get(this.first, "peek")).isEqualTo("none");
	}

	@Test
	void aSessionThatIsEndedInOneInstanceIsEndedInBoth() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		String cookie = client.cookie;
		assertThat(client.get(this.second, "logout")).isEqualTo("bye");
		assertThat(new Client(cookie).get(this.first, "peek")).isEqualTo("none");
		assertThat(new Client(cookie).get(this.second, "peek")).isEqualTo("none");
	}

	@Test
	void aSessionWithoutAttributesOfARequestThatOnlyLooksIsNotKept() throws Exception {
		Client client = new Client();
		assertThat(client.get(this.first, "peek")).isEqualTo("none");
		assertThat(client.cookie).isEmpty();
		this.first.exchange.leave();
		assertThat(this.first.exchange.receipt().moved()).isZero();
	}

	@Test
	void whatALongRequestChangesComesAfterTheSession() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		CompletableFuture<String> slow = CompletableFuture
			.supplyAsync(() -> new Client(client.cookie).get(this.first, "late"), (task) -> new Thread(task).start());
		await().until(() -> this.first.pages().late.getCount() == 0);
		assertThat(client.get(this.second, "count")).isEqualTo("2");
		this.first.pages().goOn.complete("set");
		assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("set");
		await().untilAsserted(() -> assertThat(client.get(this.second, "peek")).isEqualTo("2 set"));
	}

	@Test
	void whatIsThereComesAlongWhenAnInstanceLeaves() throws Exception {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Client client = new Client();
			client.get(this.first, "count");
			clients.add(client);
		}
		this.first.exchange.leave();
		this.first.close();
		for (Client client : clients) {
			assertThat(client.get(this.second, "count")).isEqualTo("2");
		}
	}

	@Test
	void aLoginThatIsRegisteredIsSoWhereItsSessionIs() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		String id = client.get(this.first, "register");
		assertThat(this.first.registered(id)).isTrue();
		client.get(this.second, "count");
		assertThat(this.first.registered(id)).isFalse();
		assertThat(this.second.registered(id)).isTrue();
		assertThat(client.get(this.second, "peek")).isEqualTo("2 null");
	}

	@Test
	void aSessionThatCannotBeHadIsNotReplaced() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		client.get(this.first, "stuck");
		String cookie = client.cookie;
		assertThat(client.get(this.second, "count")).startsWith("503 after 1");
		assertThat(client.cookie).isEqualTo(cookie);
		Stuck.release.complete(null);
		assertThat(client.get(this.second, "count")).isEqualTo("2");
	}

	/**
	 * One of both.
	 */
	private final class Instance implements AutoCloseable {

		private final SessionExchange exchange = new SessionExchange(
				() -> AbstractSharedWebSessionsTests.this.directory);

		private final ConfigurableApplicationContext context;

		Instance() {
			UpgradeEngine engine = TestEngines.inert();
			given(engine.sessions()).willReturn(this.exchange);
			SpringApplication application = new SpringApplication(Application.class,
					AbstractSharedWebSessionsTests.this.server);
			application.setWebApplicationType(WebApplicationType.REACTIVE);
			application.setDefaultProperties(Map.of("server.port", "0", "hotupgrade.sessions.enabled", "true",
					"spring.autoconfigure.exclude", AbstractSharedWebSessionsTests.this.excluded));
			application.addInitializers((starting) -> starting.getBeanFactory()
				.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> engine));
			this.context = application.run();
		}

		Pages pages() {
			return this.context.getBean(Pages.class);
		}

		boolean registered(String id) {
			return this.context.getBean(ReactiveSessionRegistry.class)
				.getAllSessions("ada")
				.any((entry) -> entry.getSessionId().equals(id))
				.block();
		}

		String port() {
			return this.context.getEnvironment().getProperty("local.server.port");
		}

		@Override
		public void close() {
			this.exchange.close();
			this.context.close();
		}

	}

	/**
	 * A client that keeps a cookie.
	 */
	private static final class Client {

		private String cookie;

		Client() {
			this("");
		}

		Client(String cookie) {
			this.cookie = cookie;
		}

		String get(Instance from, String path) {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + from.port() + "/" + path))
				.timeout(Duration.ofSeconds(30));
			if (!this.cookie.isEmpty()) {
				request.header("Cookie", this.cookie);
			}
			try {
				HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
				response.headers().firstValue("Set-Cookie").ifPresent((set) -> this.cookie = set.split(";")[0]);
				return (response.statusCode() == 200) ? response.body() : response.statusCode() + " after "
						+ response.headers().firstValue("Retry-After").orElse("nothing");
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InMemoryReactiveSessionRegistry sessionRegistry() {
			return new InMemoryReactiveSessionRegistry();
		}

		@Bean
		Pages pages(ReactiveSessionRegistry registry) {
			return new Pages(registry);
		}

	}

	/**
	 * What clients ask for.
	 */
	@RestController
	static class Pages {

		private final CountDownLatch late = new CountDownLatch(1);

		private final CompletableFuture<String> goOn = new CompletableFuture<>();

		private final ReactiveSessionRegistry registry;

		Pages(ReactiveSessionRegistry registry) {
			this.registry = registry;
		}

		@GetMapping("/register")
		Mono<String> register(WebSession session) {
			return this.registry
				.saveSessionInformation(
						new ReactiveSessionInformation("ada", session.getId(), session.getLastAccessTime()))
				.thenReturn(session.getId());
		}

		@GetMapping("/count")
		String count(WebSession session) {
			return session.getAttributes().merge("count", 1, (before, one) -> (int) before + (int) one).toString();
		}

		@GetMapping("/peek")
		String peek(WebSession session) {
			Object count = session.getAttribute("count");
			return (count == null) ? "none" : count + " " + session.getAttribute("late");
		}

		@GetMapping("/login")
		Mono<String> login(WebSession session) {
			return session.changeSessionId().then(Mono.fromSupplier(() -> session.getAttribute("count").toString()));
		}

		@GetMapping("/logout")
		Mono<String> logout(WebSession session) {
			return session.invalidate().thenReturn("bye");
		}

		@GetMapping("/late")
		Mono<String> late(WebSession session) {
			this.late.countDown();
			return Mono.fromFuture(this.goOn).doOnNext((value) -> session.getAttributes().put("late", value));
		}

		@GetMapping("/stuck")
		String stuck(WebSession session) {
			session.getAttributes().put("stuck", new Stuck());
			return "stuck";
		}

	}

	/**
	 * What cannot be written for a while.
	 */
	private static final class Stuck implements Serializable {

		static volatile CompletableFuture<Void> release = new CompletableFuture<>();

		private static final long serialVersionUID = 1L;

		private void writeObject(ObjectOutputStream out) throws IOException {
			out.defaultWriteObject();
			release.join();
		}

	}

}
