package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.autoconfigure.engine.RecordingLifecycle;
import io.hotupgrade.event.HotUpgradeWarmUpEndedEvent;
import io.hotupgrade.event.HotUpgradeWarmUpStartedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmUpBeforeReady}.
 */
class WarmUpBeforeReadyTests {

	private final CompletableFuture<WarmUpReport> running = new CompletableFuture<>();

	private final List<List<WarmUpPart>> begun = new ArrayList<>();

	private boolean urgent;

	private AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
			WarmUpSourcesConfiguration.class, Events.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void withNothingToDoIsReadyAtOnce() {
		assertThat(ready(true, settings())).containsExactly("ready");
		assertThat(this.begun).isEmpty();
		assertThat(events()).isEmpty();
	}

	@Test
	void withNobodyWaitingIsReadyAtOnce() {
		assertThat(ready(false, settings("/"))).containsExactly("ready");
		assertThat(this.begun).isEmpty();
	}

	@Test
	void isReadyWhenTheWarmUpIsOver() {
		List<String> calls = ready(true, settings("/"));
		assertThat(calls).isEmpty();
		assertThat(this.begun).containsExactly(List.of(WarmUpPart.Requests.configured(settings("/"))));
		assertThat(events()).hasExactlyElementsOfTypes(HotUpgradeWarmUpStartedEvent.class);
		WarmUpReport report = report(State.FINISHED);
		this.running.complete(report);
		assertThat(calls).containsExactly("ready");
		assertThat(events()).hasExactlyElementsOfTypes(HotUpgradeWarmUpStartedEvent.class,
				HotUpgradeWarmUpEndedEvent.class);
		assertThat(((HotUpgradeWarmUpEndedEvent) events().get(1)).getReport()).isSameAs(report);
	}

	@Test
	void isReadyWhenTheTimeWasUpOrThePredecessorIsGone() {
		for (State state : List.of(State.TIME_LIMIT, State.STOPPED)) {
			this.running.obtrudeValue(report(state));
			assertThat(ready(true, settings("/"))).containsExactly("ready");
		}
	}

	@Test
	void failsWithTheReasonWhenTheWarmUpHasFailed() {
		List<String> calls = ready(true, settings("/"));
		this.running.complete(report(State.FAILED));
		assertThat(calls).singleElement()
			.asString()
			.startsWith("failed WARM_UP_FAILED")
			.contains("GET / was answered with 500")
			.contains("hotupgrade.warm-up.on-failure=continue");
	}

	@Test
	void saysNothingWhenToldToStop() {
		List<String> calls = ready(true, settings("/"));
		this.running.thenApply((report) -> report);
		this.running.cancel(false);
		assertThat(calls).isEmpty();
		assertThat(events()).hasExactlyElementsOfTypes(HotUpgradeWarmUpStartedEvent.class);
	}

	@Test
	void failsWhenItCannotRun() {
		List<String> calls = ready(true, settings("/"));
		this.running.completeExceptionally(new NoClassDefFoundError("Cache"));
		assertThat(calls).singleElement().asString().startsWith("failed WARM_UP_FAILED").contains("Cache");
	}

	@Test
	void tasksOfTheApplicationComeInTheirOrderAndBeforeTheRequests() {
		this.context.close();
		this.context = new AnnotationConfigApplicationContext(WarmUpSourcesConfiguration.class, Events.class,
				Tasks.class);
		ready(true, settings("/"));
		assertThat(this.begun)
			.containsExactly(List.of(
					new WarmUpPart.Tasks(List.of(this.context.getBean("first", WarmUp.class),
							this.context.getBean("second", WarmUp.class))),
					WarmUpPart.Requests.configured(settings("/"))));
	}

	@Test
	void taskThatCannotBeCreatedFailsTheUpgrade() {
		this.context.close();
		this.context = new AnnotationConfigApplicationContext(WarmUpSourcesConfiguration.class, Events.class,
				BrokenTask.class);
		assertThat(ready(true, settings())).singleElement().asString().contains("WARM_UP_FAILED", "no cache");
	}

	@Test
	void instanceThatRequestsWaitForIsNotWarmedUp() {
		this.urgent = true;
		assertThat(ready(true, settings("/"))).containsExactly("ready");
		assertThat(this.begun).isEmpty();
	}

	private List<String> ready(boolean awaited, WarmUpSettings settings) {
		RecordingLifecycle lifecycle = new RecordingLifecycle(awaited);
		new WarmUpBeforeReady(this.context, settings, this.context.getBeanProvider(WarmUpSource.class),
				(with, parts) -> {
					this.begun.add(parts);
					return this.running;
				}, () -> this.urgent, lifecycle)
			.ready();
		return lifecycle.calls();
	}

	private List<ApplicationEvent> events() {
		return this.context.getBean(Events.class).events;
	}

	private static WarmUpSettings settings(String... paths) {
		return new WarmUpSettings(
				List.of(paths).stream().map((path) -> new Repeated(WarmUpRequest.get(path), 10)).toList(), 1,
				Until.COUNT, 10, 5, Duration.ofSeconds(1), OnFailure.CONTINUE, false);
	}

	private static WarmUpReport report(State state) {
		return new WarmUpReport(state, Duration.ofSeconds(1), List.of(new WarmUpReport.Requests("configured", "GET /",
				10, 1, Duration.ofMillis(3), Duration.ofMillis(1), true, "")), 1, "GET / was answered with 500");
	}

	@Configuration(proxyBeanMethods = false)
	static class Events {

		private final List<ApplicationEvent> events = new ArrayList<>();

		@EventListener({ HotUpgradeWarmUpStartedEvent.class, HotUpgradeWarmUpEndedEvent.class })
		void happened(ApplicationContextEvent event) {
			this.events.add(event);
			throw new IllegalStateException("A listener's failure changes nothing");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tasks {

		@Bean
		@Order(2)
		WarmUp second() {
			return (context) -> {
			};
		}

		@Bean
		@Order(1)
		WarmUp first() {
			return (context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenTask {

		@Bean
		@Lazy
		WarmUp broken() {
			throw new BeanCreationException("no cache");
		}

	}

}
