package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.BackgroundWork;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.autoconfigure.drain.RecordingSmartLifecycle;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.event.BackgroundWorkStartingEvent;
import io.hotupgrade.event.BackgroundWorkStoppingEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link ContextBackgroundWork}, with real applications whose engine does
 * nothing.
 */
class ContextBackgroundWorkTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final Map<String, Object> properties = new HashMap<>(Map.of("server.port", "0", "hotupgrade.handover.beans",
			"Poller", "hotupgrade.handover.excluded-beans", "Heartbeat"));

	private final Recorder recorder = new Recorder();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void firstInstanceWorksAtOnceWhateverIsConfigured() {
		this.properties.put("hotupgrade.handover.background-work", "hand-over");
		run(TestEngines.inert());
		assertThat(this.recorder.steps).containsExactly("service starts", "poller starts", "starting event");
		awaitRuns(this.recorder.ticks);
	}

	@Test
	void successorWorksAtOnceByDefault() {
		run(TestEngines.awaited());
		assertThat(this.recorder.steps).contains("poller starts", "starting event");
		awaitRuns(this.recorder.ticks);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "own-scheduler", "two-schedulers" })
	void successorThatAwaitsTheHandOverWorksOnlyAfterIt(String profile) {
		this.properties.put("spring.profiles.active", profile);
		assertHandOver();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void successorOnVirtualThreadsWorksOnlyAfterTheHandOver() {
		this.properties.put("spring.threads.virtual.enabled", "true");
		assertHandOver();
	}

	private void assertHandOver() {
		this.properties.put("hotupgrade.handover.background-work", "HAND_OVER");
		UpgradeEngine engine = TestEngines.awaited();
		run(engine);
		awaitRuns(this.recorder.heartbeats);
		assertThat(this.recorder.steps).containsExactly("service starts");
		assertThat(this.recorder.ticks).hasValue(0);
		BackgroundWork work = work(engine);
		work.start(Instant.now());
		awaitRuns(this.recorder.ticks);
		assertThat(this.recorder.steps).containsExactly("service starts", "starting event", "poller starts");
		work.start(Instant.now());
		assertThat(this.recorder.steps).hasSize(3);
	}

	@Test
	void stopEndsTheWorkAndNothingElseAndStartBeginsItAgain() {
		UpgradeEngine engine = TestEngines.inert();
		run(engine);
		BackgroundWork work = work(engine);
		awaitRuns(this.recorder.ticks);
		this.recorder.steps.clear();
		work.stop(LIMIT);
		int ticks = this.recorder.ticks.get();
		assertThat(this.recorder.steps).containsExactly("stopping event", "poller stops");
		awaitRuns(this.recorder.heartbeats);
		assertThat(this.recorder.ticks).hasValue(ticks);
		work.start(Instant.now());
		awaitRuns(this.recorder.ticks);
		assertThat(this.recorder.steps).containsExactly("stopping event", "poller stops", "starting event",
				"poller starts");
	}

	@Test
	void schedulerThatIsNamedAsIntakeIsPausedAsAWhole() {
		this.properties.put("hotupgrade.handover.background-work", "hand-over");
		this.properties.put("hotupgrade.handover.beans", "ThreadPoolTaskScheduler");
		UpgradeEngine engine = TestEngines.awaited();
		run(engine);
		assertThat(this.context.getBean(ThreadPoolTaskScheduler.class).isRunning()).isFalse();
		work(engine).start(Instant.now());
		assertThat(this.context.getBean(ThreadPoolTaskScheduler.class).isRunning()).isTrue();
	}

	@Test
	void applicationWithItsOwnLifecycleProcessorKeepsIt() {
		this.properties.put("spring.profiles.active", "own-processor");
		this.properties.put("hotupgrade.handover.background-work", "hand-over");
		UpgradeEngine engine = TestEngines.awaited();
		run(engine);
		assertThat(this.context.getBean("lifecycleProcessor")).isExactlyInstanceOf(DefaultLifecycleProcessor.class);
		assertThat(this.recorder.steps).containsExactly("service starts", "poller starts", "poller stops");
		work(engine).start(Instant.now());
		assertThat(this.recorder.steps).endsWith("starting event", "poller starts");
	}

	@Test
	void timeoutOfShutdownPhasesIsTheConfiguredOne() {
		this.properties.put("spring.lifecycle.timeout-per-shutdown-phase", "7s");
		run(TestEngines.inert());
		Object processor = this.context.getBean("lifecycleProcessor");
		assertThat(processor).isInstanceOf(IntakeLifecycleProcessor.class);
		assertThat(ReflectionTestUtils.getField(processor, "timeoutPerShutdownPhase")).isEqualTo(7000L);
	}

	@Test
	void settingsReachTheEngine() {
		this.properties.put("hotupgrade.handover.background-work", "hand-over");
		this.properties.put("hotupgrade.handover.stop-timeout", "3s");
		UpgradeEngine engine = TestEngines.inert();
		run(engine);
		then(engine).should().setBackgroundWork(any(), eq(new HandoverSettings(true, Duration.ofSeconds(3))));
	}

	private static BackgroundWork work(UpgradeEngine engine) {
		ArgumentCaptor<BackgroundWork> work = ArgumentCaptor.forClass(BackgroundWork.class);
		then(engine).should().setBackgroundWork(work.capture(), any());
		return work.getValue();
	}

	private static void awaitRuns(AtomicInteger counter) {
		int more = counter.get() + 3;
		Awaitility.await().atMost(LIMIT).until(() -> counter.get() >= more);
	}

	private void run(UpgradeEngine engine) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(this.properties);
		application.addInitializers((any) -> {
			any.getBeanFactory().registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> engine);
			any.getBeanFactory().registerSingleton("recorder", this.recorder);
		});
		this.context = application.run();
	}

	/**
	 * Takes down what happens.
	 */
	static final class Recorder {

		private final List<String> steps = new CopyOnWriteArrayList<>();

		private final AtomicInteger ticks = new AtomicInteger();

		private final AtomicInteger heartbeats = new AtomicInteger();

		@EventListener
		void on(BackgroundWorkStartingEvent event) {
			this.steps.add("starting event");
		}

		@EventListener
		void on(BackgroundWorkStoppingEvent event) {
			this.steps.add("stopping event");
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
		Poller poller(Recorder recorder) {
			return new Poller(recorder, "poller");
		}

		@Bean
		Service service(Recorder recorder) {
			return new Service(recorder, "service");
		}

		@Bean
		Ticker ticker(Recorder recorder) {
			return new Ticker(recorder);
		}

		@Bean
		Heartbeat heartbeat(Recorder recorder) {
			return new Heartbeat(recorder);
		}

		@Bean
		@Profile({ "own-scheduler", "two-schedulers" })
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		@Profile("two-schedulers")
		ThreadPoolTaskScheduler otherScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		@Profile("own-processor")
		DefaultLifecycleProcessor lifecycleProcessor() {
			return new DefaultLifecycleProcessor();
		}

	}

	/**
	 * A job that must not run twice.
	 */
	record Ticker(Recorder recorder) {

		@Scheduled(fixedRate = 5)
		void tick() {
			this.recorder.ticks.incrementAndGet();
		}

		@Scheduled(cron = "* * * * * *")
		void cron() {
			this.recorder.ticks.incrementAndGet();
		}

	}

	/**
	 * A job that requests in flight need.
	 */
	record Heartbeat(Recorder recorder) {

		@Scheduled(fixedDelay = 5)
		void beat() {
			this.recorder.heartbeats.incrementAndGet();
		}

	}

	abstract static class RecordingBean extends RecordingSmartLifecycle {

		RecordingBean(Recorder recorder, String name) {
			super(recorder.steps, name);
		}

		@Override
		public void start() {
			super.start();
			note("starts");
		}

	}

	/**
	 * Takes in work.
	 */
	static final class Poller extends RecordingBean {

		Poller(Recorder recorder, String name) {
			super(recorder, name);
		}

	}

	/**
	 * Serves others, so it starts before them.
	 */
	static final class Service extends RecordingBean {

		Service(Recorder recorder, String name) {
			super(recorder, name);
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

}
