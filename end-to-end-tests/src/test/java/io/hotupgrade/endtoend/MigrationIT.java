package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new jar is a new jar: the next version may have another server and another generation
 * of Spring Boot, and the way back is open.
 */
class MigrationIT {

	private static final Cell OLD = Cell.UNDERTOW_BOOT3;

	private static final Cell NEW = Cell.TOMCAT_BOOT4;

	/** Time to find a directory gone. */
	private static final String PROBATION = "8s";

	@TempDir
	Path directory;

	@Test
	void migrationIsAnUpgradeLikeAnyOther() throws Exception {
		Path oldJar = UnpackedJar.jar(Sample.jar(OLD));
		Path newJar = UnpackedJar.jar(Sample.jar(NEW));
		Sample.configure(this.directory, "hotupgrade.shift=auto");
		Path healthy = Files.createDirectory(this.directory.resolve("healthy"));
		JavaLaunch launch = Sample.quick(OLD, this.directory)
			.withEnvironment("HOTUPGRADE_PROBATION", PROBATION)
			.withArguments("--hotupgrade.launch.requestable-jars=" + oldJar + "," + newJar,
					"--management.health.diskspace.path=" + healthy,
					// Where tests share the machine, it is not the version that is slow.
					"--hotupgrade.guard.latency-margin=10s");
		try (SampleInstance sample = SampleInstance.start(launch, Leaving.LIMIT); LoadMeter meter = load(sample)) {
			meter.awaitRequests(200, Leaving.LIMIT);
			rollBack(sample, newJar, healthy);
			assertRuns(sample, oldJar);
			Sample.configure(this.directory);
			upgrade(sample, newJar);
			assertRuns(sample, newJar);
			upgrade(sample, oldJar);
			assertRuns(sample, oldJar);
			assertThat(sample.endpoint().status().history()).extracting(UpgradeView::outcome)
				.containsExactly("SUCCEEDED", "SUCCEEDED", "ROLLED_BACK");
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(4);
		}
	}

	private static LoadMeter load(SampleInstance sample) {
		return LoadMeter.start(sample.target(), Leaving.LIMIT.multipliedBy(4), new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(200)), new SlowRequests(5, Duration.ofSeconds(1)),
				new Downloads(2, 2), new Uploads(1, 100_000, Duration.ofSeconds(1), Uploads.Framing.CHUNKED));
	}

	private void rollBack(SampleInstance sample, Path jar, Path healthy) throws Exception {
		UpgradeView begun = begin(sample, jar);
		sample.endpoint().awaitStatus("probation", Leaving.LIMIT, (status) -> status.state().equals("PROBATION"));
		Files.delete(healthy);
		UpgradeView ended = sample.awaitUpgrade(begun.id(), Leaving.LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("ROLLED_BACK");
		assertThat(ended.reason()).as(ended.message()).isEqualTo("UNHEALTHY");
		Files.createDirectory(healthy);
	}

	private static void upgrade(SampleInstance sample, Path jar) throws Exception {
		UpgradeView ended = sample.awaitUpgrade(begin(sample, jar).id(), Leaving.LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		assertThat(ended.receipt().connectionsCut()).isZero();
		Processes.awaitEnd(ended.predecessor().pid(), Leaving.LIMIT);
	}

	private static UpgradeView begin(SampleInstance sample, Path jar) throws IOException {
		UpgradeView begun = sample.endpoint().upgrade(jar.toString()).upgrade();
		sample.follow(begun.successor().pid());
		return begun;
	}

	private static void assertRuns(SampleInstance sample, Path jar) throws IOException {
		assertThat(Processes.openFiles(sample.endpoint().status().pid())).contains(jar);
	}

}
