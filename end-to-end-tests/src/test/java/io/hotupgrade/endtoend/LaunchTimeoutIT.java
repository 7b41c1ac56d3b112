package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A successor that never gets ready.
 */
class LaunchTimeoutIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	Path directory;

	@Test
	void hangingSuccessorIsKilled() throws Exception {
		try (SampleInstance sample = SampleInstance.start(
				Sample.quick(this.directory)
					.withArguments("--hotupgrade.launch.timeout=2s", "--hotupgrade.launch.termination-timeout=1s"),
				LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			Processes.signal(begun.successor().pid(), "STOP");
			UpgradeView failed = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(failed.outcome()).isEqualTo("FAILED");
			assertThat(failed.reason()).isEqualTo("LAUNCH_TIMEOUT");
			assertThat(failed.message()).contains("hotupgrade.launch.timeout", "hotupgrade.launch.priority");
			Processes.awaitEnd(begun.successor().pid(), Duration.ofSeconds(5));
			assertThat(sample.isServing()).isTrue();
		}
	}

}
