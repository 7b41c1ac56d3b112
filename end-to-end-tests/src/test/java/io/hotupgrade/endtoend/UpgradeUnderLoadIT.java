package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise: clients of every kind, upgrades in a row, and not one request lost. On
 * another Java than that of all other tests one upgrade does, or with the profile
 * {@code full} three on each.
 */
@Order(0)
class UpgradeUnderLoadIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	static List<Path> javas() {
		return Sample.javas().toList();
	}

	@ParameterizedTest
	@MethodSource("javas")
	void upgradesLoseNothing(Path java) throws Exception {
		int upgrades = Extent.isFull() ? 3 : java.equals(Path.of(System.getProperty("java.home"))) ? 2 : 1;
		JavaLaunch launch = Sample.in(this.directory).withJavaHome(java);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT); LoadMeter meter = load(sample)) {
			long firstPid = sample.first().pid();
			List<String> firstCommand = Processes.command(firstPid);
			for (int generation = 1; generation <= upgrades; generation++) {
				Sample.configure(this.directory, "sample.version=v" + (generation + 1));
				Sample.putJar(this.directory.resolve("app.jar"));
				upgrade(sample, generation);
			}
			StatusView last = sample.endpoint().status();
			assertThat(Processes.command(last.pid())).isEqualTo(firstCommand);
			assertThat(last.history()).hasSize(upgrades);
			assertThat(sample.first().exitCode()).hasValue(0);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(upgrades + 1);
		}
	}

	private static LoadMeter load(SampleInstance sample) {
		return LoadMeter.start(sample.target(), LIMIT.multipliedBy(4), new NewConnections(100),
				new KeptAliveClients(20, Duration.ofMillis(200)), new SlowRequests(10, Duration.ofSeconds(1)),
				new Downloads(3, 3), new Uploads(2, 200_000, Duration.ofSeconds(2), Uploads.Framing.CHUNKED),
				new Uploads(2, 200_000, Duration.ofSeconds(2), Uploads.Framing.CONTENT_LENGTH));
	}

	private static void upgrade(SampleInstance sample, int generation) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		assertThat(ended.successor().generation()).isEqualTo(generation);
		assertThat(ended.successor().version()).isEqualTo("v" + (generation + 1));
		assertThat(ended.timings()).containsKeys("LAUNCHING", "STARTING", "SHIFTING", "PROBATION", "DRAINING");
		assertThat(ended.receipt().requestsAtCommit()).isPositive();
		assertThat(ended.receipt().requestsCut()).isZero();
		Processes.awaitEnd(begun.predecessor().pid(), Duration.ofSeconds(10));
		StatusView status = sample.endpoint().status();
		assertThat(status.state()).isEqualTo("SERVING");
		assertThat(status.generation()).isEqualTo(generation);
	}

}
