package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactive {@code @Scheduled} methods of an application that hands its work over, in any
 * generation of Spring.
 */
abstract class AbstractReactiveSubscriptionsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private ContextBackgroundWork work;

	private void start(Class<?> tasks, String... excluded) {
		this.work = new ContextBackgroundWork(this.context, new IntakeSelection(List.of(), List.of(excluded)), false);
		this.context.registerBean(ScheduledTaskGating.class, () -> new ScheduledTaskGating(this.work));
		this.context.register(Scheduling.class, tasks);
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whatHasBegunIsWaitedFor() throws Exception {
		start(Once.class);
		Once once = this.context.getBean(Once.class);
		Awaitility.await().untilAsserted(() -> assertThat(once.begun).hasPositiveValue());
		Thread stopping = new Thread(() -> this.work.stop(LONG));
		stopping.start();
		Awaitility.await().until(() -> waitsForSubscriptions(stopping));
		once.end.tryEmitValue("done");
		stopping.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(stopping.isAlive()).isFalse();
		assertThat(once.cancelled).hasValue(0);
		assertThat(once.ended).hasPositiveValue();
	}

	private static boolean waitsForSubscriptions(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(ReactiveSubscriptions.class.getName()));
	}

	@Test
	void whatDoesNotEndInTimeIsCancelledAndBeginsAgainWithTheWork() {
		start(Endless.class);
		Endless endless = this.context.getBean(Endless.class);
		Awaitility.await().untilAsserted(() -> assertThat(endless.values).hasPositiveValue());
		this.work.stop(Duration.ofMillis(50));
		assertThat(endless.cancelled).hasPositiveValue();
		int cancelled = endless.cancelled.get();
		this.work.stop(Duration.ofMillis(50));
		assertThat(endless.cancelled).hasValue(cancelled);
		endless.values.set(0);
		this.work.start(Instant.now());
		Awaitility.await().untilAsserted(() -> assertThat(endless.values).hasPositiveValue());
	}

	@Test
	void whatIsLeftOutGoesOn() {
		start(Endless.class, "Endless");
		Endless endless = this.context.getBean(Endless.class);
		Awaitility.await().untilAsserted(() -> assertThat(endless.values).hasPositiveValue());
		this.work.stop(LONG);
		assertThat(endless.cancelled).hasValue(0);
		endless.values.set(0);
		Awaitility.await().untilAsserted(() -> assertThat(endless.values).hasPositiveValue());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

	}

	static class Once {

		private final AtomicInteger begun = new AtomicInteger();

		private final AtomicInteger ended = new AtomicInteger();

		private final AtomicInteger cancelled = new AtomicInteger();

		private final Sinks.One<String> end = Sinks.one();

		@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
		Mono<String> work() {
			return this.end.asMono()
				.doOnSubscribe((subscription) -> this.begun.incrementAndGet())
				.doOnSuccess((value) -> this.ended.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

	}

	static class Endless {

		private final AtomicInteger values = new AtomicInteger();

		private final AtomicInteger cancelled = new AtomicInteger();

		@Scheduled(fixedRate = 200, timeUnit = TimeUnit.MILLISECONDS)
		Flux<Long> work() {
			return Flux.interval(Duration.ofMillis(10))
				.doOnNext((value) -> this.values.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

	}

}
