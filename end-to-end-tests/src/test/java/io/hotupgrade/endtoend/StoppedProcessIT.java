package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that hangs is not dead, so the kernel does not help: SIGSTOP stands in for
 * one.
 */
class StoppedProcessIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	@Test
	void trafficIsTakenBackFromACommittedSuccessorThatHangs() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory)
			.withEnvironment("HOTUPGRADE_PROBATION", "60s")
			.withArguments("--hotupgrade.control.heartbeat-timeout=3s", "--hotupgrade.launch.termination-timeout=2s"),
				LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			awaitPhase(sample, "PROBATION");
			Processes.signal(begun.successor().pid(), "STOP");
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("ROLLED_BACK");
			assertThat(ended.reason()).isEqualTo("SUCCESSOR_UNRESPONSIVE");
			Processes.awaitEnd(begun.successor().pid(), Duration.ofSeconds(10));
			assertThat(sample.first().isAlive()).isTrue();
			assertThat(sample.isServing()).isTrue();
		}
	}

	@Test
	void predecessorThatWasStoppedItselfDoesNotBlameItsSuccessor() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory)
			.withEnvironment("HOTUPGRADE_PROBATION", "8s")
			.withArguments("--hotupgrade.control.heartbeat-timeout=2s"), LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			awaitPhase(sample, "PROBATION");
			Processes.signal(sample.first().pid(), "STOP");
			assertThat(sample.first().awaitExit(Duration.ofSeconds(5))).isFalse();
			Processes.signal(sample.first().pid(), "CONT");
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		}
	}

	private static StatusView awaitPhase(SampleInstance sample, String phase) {
		return sample.endpoint().awaitStatus("phase " + phase, LIMIT, (candidate) -> phase.equals(candidate.state()));
	}

}
