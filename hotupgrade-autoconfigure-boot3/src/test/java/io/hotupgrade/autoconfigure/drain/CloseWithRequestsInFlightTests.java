package io.hotupgrade.autoconfigure.drain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.event.BackgroundWorkStoppingEvent;
import jakarta.annotation.PreDestroy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the order in which an application on Undertow is closed while asynchronous
 * requests are in flight, with a real engine.
 */
class CloseWithRequestsInFlightTests {

	private static final int LIMIT_SECONDS = 30;

	private final Journal journal = new Journal();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(
				Map.of("server.port", "0", "hotupgrade.handover.beans", "Poller", "hotupgrade.drain.timeout", "25s"));
		application.addInitializers((starting) -> starting.getBeanFactory().registerSingleton("journal", this.journal));
		this.context = application.run();
	}

	@AfterEach
	void close() {
		this.journal.answer.countDown();
		this.context.close();
	}

	@Test
	void requestsEndBeforeBeansAndIntakeEndsBeforeRequests() throws Exception {
		CompletableFuture<String> deferred = get("deferred");
		CompletableFuture<String> callable = get("callable");
		CompletableFuture<String> events = get("events");
		CompletableFuture<String> body = get("body");
		assertThat(this.journal.arrived.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().until(() -> this.journal.ticks.get() > 0);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.context::close);
		awaitStep("poller stops");
		assertAvailability();
		int ticks = this.journal.ticks.get();
		this.journal.steps.add("requests go on");
		this.journal.answer.countDown();
		assertThat(deferred.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("deferred by the scheduler");
		assertThat(callable.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("callable");
		assertThat(events.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("data:first\n\ndata:last\n\n");
		assertThat(body.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("first last");
		closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		assertThat(this.journal.ticks).hasValue(ticks);
		assertThat(this.journal.steps).startsWith("stopping event", "poller stops", "requests go on")
			.containsSubsequence("deferred answers", "context closes", "service stops", "service is destroyed")
			.containsSubsequence("callable answers", "context closes")
			.containsSubsequence("events end", "context closes")
			.containsSubsequence("body ends", "context closes");
	}

	private void assertAvailability() {
		ApplicationAvailability availability = this.context.getBean(ApplicationAvailability.class);
		assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		assertThat(availability.getLivenessState()).isEqualTo(LivenessState.CORRECT);
	}

	private void awaitStep(String step) {
		Awaitility.await().until(() -> this.journal.steps.contains(step));
	}

	private CompletableFuture<String> get(String path) {
		URI uri = URI.create("http://localhost:%s/%s"
			.formatted(this.context.getEnvironment().getRequiredProperty("local.server.port"), path));
		return HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
			.thenApply((response) -> {
				assertThat(response.statusCode()).isEqualTo(200);
				return response.body();
			});
	}

	/**
	 * What happened, and what the requests wait for.
	 */
	static final class Journal {

		private final List<String> steps = new CopyOnWriteArrayList<>();

		private final CountDownLatch arrived = new CountDownLatch(4);

		private final CountDownLatch answer = new CountDownLatch(1);

		private final AtomicInteger ticks = new AtomicInteger();

		void arriveAndWait() {
			this.arrived.countDown();
			try {
				this.answer.await(LIMIT_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				this.steps.add("interrupted");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class Application {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

		@Bean
		Requests requests(Journal journal, ThreadPoolTaskExecutor executor, TaskScheduler scheduler) {
			return new Requests(journal, executor, scheduler);
		}

		@Bean
		Service service(Journal journal) {
			return new Service(journal, "service");
		}

		@Bean
		Poller poller(Journal journal) {
			return new Poller(journal, "poller");
		}

		@Bean
		Observer observer(Journal journal) {
			return new Observer(journal);
		}

	}

	@RestController
	static final class Requests {

		private final Journal journal;

		private final ThreadPoolTaskExecutor executor;

		private final TaskScheduler scheduler;

		Requests(Journal journal, ThreadPoolTaskExecutor executor, TaskScheduler scheduler) {
			this.journal = journal;
			this.executor = executor;
			this.scheduler = scheduler;
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			this.executor.submit(() -> {
				this.journal.arriveAndWait();
				this.scheduler.schedule(() -> {
					this.journal.steps.add("deferred answers");
					result.setResult("deferred by the scheduler");
				}, Instant.now());
			});
			return result;
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> {
				this.journal.arriveAndWait();
				this.journal.steps.add("callable answers");
				return "callable";
			};
		}

		@GetMapping("/events")
		SseEmitter events() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send("first");
			this.executor.submit(() -> {
				this.journal.arriveAndWait();
				emitter.send("last");
				this.journal.steps.add("events end");
				emitter.complete();
				return null;
			});
			return emitter;
		}

		@GetMapping("/body")
		StreamingResponseBody body() {
			return (out) -> {
				out.write("first ".getBytes(StandardCharsets.UTF_8));
				out.flush();
				this.journal.arriveAndWait();
				out.write("last".getBytes(StandardCharsets.UTF_8));
				this.journal.steps.add("body ends");
			};
		}

	}

	/**
	 * Looks on.
	 */
	static final class Observer {

		private final Journal journal;

		Observer(Journal journal) {
			this.journal = journal;
		}

		@Scheduled(fixedRate = 5)
		void tick() {
			this.journal.ticks.incrementAndGet();
		}

		@EventListener
		void on(BackgroundWorkStoppingEvent event) {
			this.journal.steps.add("stopping event");
		}

		@EventListener
		void on(ContextClosedEvent event) {
			this.journal.steps.add("context closes");
		}

	}

	/**
	 * What requests need.
	 */
	static class Service extends RecordingSmartLifecycle {

		Service(Journal journal, String name) {
			super(journal.steps, name);
		}

		@PreDestroy
		void destroy() {
			note("is destroyed");
		}

	}

	/**
	 * Takes in new work.
	 */
	static final class Poller extends Service {

		Poller(Journal journal, String name) {
			super(journal, name);
		}

	}

}
