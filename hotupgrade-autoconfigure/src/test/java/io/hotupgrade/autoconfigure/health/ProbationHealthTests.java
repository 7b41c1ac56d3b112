package io.hotupgrade.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.engine.RecordingLifecycle;
import io.hotupgrade.autoconfigure.threads.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbationHealth}.
 */
class ProbationHealthTests {

	private static final long PREDECESSOR = 1;

	private static final long SUCCESSOR = 2;

	private static final HealthCheck.Result UP = new HealthCheck.Result(true, "health is UP");

	private static final HealthCheck.Result DOWN = new HealthCheck.Result(false, "health is DOWN: db");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final RecordingLifecycle lifecycle = new RecordingLifecycle(false);

	private Supplier<HealthCheck.Result> health = () -> UP;

	private int checks;

	private ProbationHealth watch(long pid) {
		return new ProbationHealth(pid, () -> {
			this.checks++;
			return this.health.get();
		}, TIMEOUT, this.scheduler, this.lifecycle);
	}

	private static UpgradeRecord in(UpgradePhase phase) {
		return new UpgradeRecord(new UpgradeRecord.Identity("1", new InstanceInfo(PREDECESSOR, 0, ""),
				new InstanceInfo(SUCCESSOR, 1, ""), Instant.EPOCH), new UpgradeRecord.Progress(phase));
	}

	private void intervals(int number) {
		this.scheduler.advance(ProbationHealth.INTERVAL.multipliedBy(number));
	}

	@Test
	void downForLongAsksForTheReturn() {
		watch(SUCCESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		intervals(5);
		this.health = () -> DOWN;
		intervals(ProbationHealth.TOLERATED);
		assertThat(this.lifecycle.calls()).isEmpty();
		intervals(1);
		assertThat(this.lifecycle.calls()).singleElement().asString().contains("failed").contains("UNHEALTHY");
		intervals(10);
		assertThat(this.lifecycle.calls()).hasSize(1);
	}

	@Test
	void downNowAndThenIsTolerated() {
		watch(SUCCESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		for (int round = 0; round < 5; round++) {
			this.health = () -> DOWN;
			intervals(ProbationHealth.TOLERATED);
			this.health = () -> UP;
			intervals(1);
		}
		assertThat(this.lifecycle.calls()).isEmpty();
	}

	@Test
	void checkThatHangsAsksForTheReturn() {
		watch(SUCCESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		intervals(3);
		// Another thread runs what is due meanwhile.
		this.health = () -> {
			this.scheduler.advance(TIMEOUT);
			return UP;
		};
		intervals(1);
		assertThat(this.lifecycle.calls()).singleElement()
			.asString()
			.contains("UNHEALTHY", "hotupgrade.health.timeout");
		intervals(30);
		assertThat(this.lifecycle.calls()).hasSize(1);
		assertThat(this.checks).isEqualTo(4);
	}

	@Test
	void slowChecksAreTolerated() {
		watch(SUCCESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		this.health = () -> {
			this.scheduler.advance(TIMEOUT.minusMillis(1));
			return UP;
		};
		intervals(100);
		assertThat(this.lifecycle.calls()).isEmpty();
	}

	@Test
	void errorInTheCheckIsNoGoodHealth() {
		watch(SUCCESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		this.health = () -> {
			throw new OutOfMemoryError("Java heap space");
		};
		intervals(ProbationHealth.TOLERATED + 1);
		assertThat(this.lifecycle.calls()).singleElement().asString().contains("Java heap space");
	}

	@Test
	void predecessorIsNotWatched() {
		watch(PREDECESSOR).phaseChanged(in(UpgradePhase.PROBATION));
		intervals(5);
		assertThat(this.checks).isZero();
	}

	@Test
	void endOfProbationEndsTheWatch() {
		ProbationHealth watch = watch(SUCCESSOR);
		watch.phaseChanged(in(UpgradePhase.PROBATION));
		intervals(2);
		watch.phaseChanged(in(UpgradePhase.DRAINING));
		this.health = () -> DOWN;
		intervals(10);
		assertThat(this.checks).isEqualTo(2);
		assertThat(this.lifecycle.calls()).isEmpty();
	}

}
