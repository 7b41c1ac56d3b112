package io.hotupgrade.autoconfigure.handover;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntakeSelection}.
 */
class IntakeSelectionTests {

	@Test
	void schedulersAreNotIntakeByDefault() {
		IntakeSelection selection = new IntakeSelection(List.of(), List.of());
		assertThat(selection.isIntake("taskScheduler", ThreadPoolTaskScheduler.class)).isFalse();
		assertThat(selection.isIntake("taskScheduler", SimpleAsyncTaskScheduler.class)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "poller", "Poller", "io.hotupgrade.autoconfigure.handover.IntakeSelectionTests$Poller",
			"SmartLifecycle", "org.springframework.context.SmartLifecycle" })
	void beanIsFoundByItsNameAndByTheNamesOfItsTypes(String entry) {
		assertThat(new IntakeSelection(List.of(entry), List.of()).isIntake("poller", FastPoller.class)).isTrue();
	}

	@Test
	void exclusionGoesFirst() {
		IntakeSelection selection = new IntakeSelection(List.of("Poller"), List.of("fastPoller"));
		assertThat(selection.isIntake("fastPoller", FastPoller.class)).isFalse();
		assertThat(selection.isIntake("otherPoller", FastPoller.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.example.News$Heartbeat", "Heartbeat", "com.example.News$Heartbeat.beat" })
	void scheduledMethodIsExemptByItsType(String entry) {
		Runnable task = new DescribedTask("com.example.News$Heartbeat.beat");
		assertThat(new IntakeSelection(List.of(), List.of(entry)).isExempt(task)).isTrue();
		assertThat(new IntakeSelection(List.of(entry), List.of("Other")).isExempt(task)).isFalse();
	}

	@Test
	void taskOfUnknownOriginIsNotExempt() {
		assertThat(new IntakeSelection(List.of(), List.of("Heartbeat")).isExempt(new DescribedTask("task"))).isFalse();
	}

	private record DescribedTask(String description) implements Runnable {

		@Override
		public void run() {
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

	abstract static class Poller implements SmartLifecycle {

	}

	abstract static class FastPoller extends Poller {

	}

}
