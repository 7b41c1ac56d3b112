package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntakeBeans} and {@link IntakeLifecycleProcessor}, with an adapter of
 * Spring Integration, which is started by the factory that makes it.
 */
class IntakeBeansTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final AtomicInteger polls = new AtomicInteger();

	private final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void adapterOfAFlowThatIsHeldBackPollsNothingBeforeItsTime() throws Exception {
		IntakeBeans intake = refresh(true);
		SourcePollingChannelAdapter adapter = this.context.getBean("poller", SourcePollingChannelAdapter.class);
		assertThat(adapter.isRunning()).isFalse();
		intake.holdBackStarted();
		assertThat(this.polls).hasValue(0);
		intake.start(Instant.now());
		assertThat(this.handled.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
		assertThat(intake.stop(LIMIT)).isEmpty();
		assertThat(adapter.isRunning()).isFalse();
		intake.start(Instant.now());
		assertThat(adapter.isRunning()).isTrue();
	}

	@Test
	void adapterOfAFlowStartsWithTheContextUnlessItIsHeldBack() throws Exception {
		refresh(false);
		assertThat(this.handled.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void adapterOfAFlowThatIsExcludedIsNotHeldBack() throws Exception {
		refresh(true, "SourcePollingChannelAdapter");
		assertThat(this.handled.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
	}

	private IntakeBeans refresh(boolean held, String... excluded) {
		IntakeBeans intake = new IntakeBeans(this.context.getBeanFactory(),
				new IntakeSelection(List.of(), List.of(excluded)), held);
		this.context.registerBean("lifecycleProcessor", IntakeLifecycleProcessor.class,
				() -> new IntakeLifecycleProcessor(intake, null));
		this.context.registerBean("flow", IntegrationFlow.class, this::flow);
		this.context.register(Integration.class);
		this.context.refresh();
		return intake;
	}

	private IntegrationFlow flow() {
		return IntegrationFlow
			.fromSupplier(this.polls::incrementAndGet,
					(endpoint) -> endpoint.id("poller").poller(Pollers.fixedDelay(Duration.ofMillis(10))))
			.handle((message) -> this.handled.add(message.getPayload()))
			.get();
	}

	@EnableIntegration
	static class Integration {

	}

}
