package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A successor that fails in one way after the other, before it has any traffic: the
 * instance serves on, says why, and the next upgrade works.
 */
class FailedSuccessorIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	@Test
	void everyFailureLeavesTheInstanceServing() throws Exception {
		try (SampleInstance sample = SampleInstance.start(
				Sample.quickThinCopy(this.directory)
					.withArguments("--hotupgrade.health.timeout=2s", "--hotupgrade.launch.termination-timeout=5s"),
				LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(4), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(200)))) {
			jarIsGone(sample);
			startFails(sample);
			isUnhealthy(sample);
			isKilled(sample);
			isAborted(sample);
			Sample.configure(this.directory, "");
			UpgradeView good = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(good.outcome()).as(good.message()).isEqualTo("SUCCEEDED");
			assertThat(sample.endpoint().status().history()).hasSize(5);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	private void jarIsGone(SampleInstance sample) throws Exception {
		Path jar = this.directory.resolve("app.jar");
		Files.move(jar, this.directory.resolve("gone.jar"));
		EndpointAnswer answer = sample.endpoint().upgrade();
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.refusal()).isEqualTo("JAR_NOT_FOUND");
		Files.move(this.directory.resolve("gone.jar"), jar);
	}

	private void startFails(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "hotupgrade.history-size=-5");
		UpgradeView failed = fail(sample);
		assertThat(failed.outcome()).isEqualTo("FAILED");
		assertThat(failed.reason()).isIn("START_FAILED", "SUCCESSOR_EXITED");
		assertThat(String.join("\n", failed.output())).contains("history-size");
		assertThat(failed.message()).contains("hotupgrade.history-size");
	}

	private void isUnhealthy(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "management.health.diskspace.threshold=1000000TB");
		UpgradeView failed = fail(sample);
		assertThat(failed.reason()).isEqualTo("UNHEALTHY");
		assertThat(failed.message()).contains("diskSpace");
	}

	private void isKilled(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "");
		UpgradeView begun = sample.beginUpgrade();
		Processes.signal(begun.successor().pid(), "KILL");
		UpgradeView failed = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(failed.reason()).isEqualTo("SUCCESSOR_EXITED");
		assertThat(failed.message()).contains("137");
	}

	private void isAborted(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		EndpointAnswer second = sample.endpoint().upgrade();
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.refusal()).isEqualTo("UPGRADE_IN_PROGRESS");
		assertThat(sample.endpoint().abort().status()).isEqualTo(202);
		UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(aborted.outcome()).isEqualTo("ABORTED");
		assertThat(sample.endpoint().abort().refusal()).isEqualTo("NOTHING_TO_ABORT");
		Processes.awaitEnd(begun.successor().pid(), Duration.ofSeconds(5));
	}

	private UpgradeView fail(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		UpgradeView failed = sample.awaitUpgrade(begun.id(), LIMIT);
		Processes.awaitEnd(begun.successor().pid(), Duration.ofSeconds(5));
		return failed;
	}

}
