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
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new jar is a new jar: the next version may have another server and another generation
 * of Spring Boot, and the way back is open.
 */
@Isolated("It loads the machine")
class MigrationIT {

	private static final Cell OLD = Cell.UNDERTOW_BOOT3;

	private static final Cell NEW = Cell.TOMCAT_BOOT4;

	/** Time to find a directory gone. */
	private static final String PROBATION = "8s";

	@TempDir
	Path directory;

	@Test
	void migrationIsAnUpgradeLikeAnyOther() throws Exception {
		Path oldJar = jar(OLD);
		Path newJar = jar(NEW);
		Path healthy = Files.createDirectory(this.directory.resolve("healthy"));
		JavaLaunch launch = UnpackedJar.quickly(oldJar, this.directory)
			.withEnvironment("HOTUPGRADE_PROBATION", PROBATION)
			.withArguments("--hotupgrade.launch.requestable-jars=" + this.directory.resolve("*.jar"),
					"--management.health.diskspace.path=" + healthy);
		try (SampleInstance sample = SampleInstance.start(launch, Leaving.LIMIT); LoadMeter meter = load(sample)) {
			meter.awaitRequests(200, Leaving.LIMIT);
			rollBack(sample, newJar, healthy);
			assertRuns(sample, OLD);
			upgrade(sample, newJar);
			assertRuns(sample, NEW);
			upgrade(sample, oldJar);
			assertRuns(sample, OLD);
			assertThat(sample.endpoint().status().history()).extracting(UpgradeView::outcome)
				.containsExactly("SUCCEEDED", "SUCCEEDED", "ROLLED_BACK");
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(4);
		}
	}

	private Path jar(Cell cell) {
		Path jar = this.directory.resolve(cell.id() + ".jar");
		Sample.putJar(cell, jar);
		return jar;
	}

	private static LoadMeter load(SampleInstance sample) {
		return LoadMeter.start(sample.target(), Leaving.LIMIT.multipliedBy(4), new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)), new SlowRequests(5, Duration.ofSeconds(1)),
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

	private void assertRuns(SampleInstance sample, Cell cell) throws IOException {
		long pid = sample.endpoint().status().pid();
		assertThat(Processes.openFiles(pid)).contains(this.directory.resolve(cell.id() + ".jar"));
	}

}
