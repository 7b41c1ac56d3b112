package io.hotupgrade.engine;

import java.time.Duration;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdmittedSuccessor} whose process does not end easily.
 */
class AdmittedSuccessorTests {

	private Throwable caught;

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSuccessor process = new TestSuccessor();

	private final AdmittedSuccessor successor = new AdmittedSuccessor(this.process, "id", new SuccessorLink.Events() {

		@Override
		public void connected(long pid, String version) {
		}

		@Override
		public void happened(UpgradeEvent event) {
		}

		@Override
		public void reported(long accepted, RequestStatistics requests) {
		}

		@Override
		public void continueRequested(int step) {
		}

		@Override
		public void warmUp(WarmUpReport report) {
		}

		@Override
		public void caught(Throwable ex) {
			AdmittedSuccessorTests.this.caught = ex;
		}

	}, this.scheduler, Duration.ofSeconds(10));

	@Test
	void processThatCannotBeSignalledAtTheMomentIsKilledAgainAndAgain() {
		this.process.terminationFailure = new IllegalStateException("Too many open files");
		this.successor.terminate(Duration.ofSeconds(3));
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.process.kills).isZero();
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(this.process.kills).isEqualTo(3);
	}

	@Test
	void messageThatCannotBeDealtWithIsNotForgotten() {
		this.process.restoreFailure = new IllegalStateException("Too many open files");
		this.successor.received(new ControlMessage.Ready());
		assertThat(this.caught).isSameAs(this.process.restoreFailure);
	}

	@Test
	void processThatEndsInTimeIsNotKilled() {
		this.successor.terminate(Duration.ofSeconds(3));
		this.process.exit.complete(0);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.process.kills).isZero();
		assertThat(this.scheduler.timers()).isZero();
	}

}
