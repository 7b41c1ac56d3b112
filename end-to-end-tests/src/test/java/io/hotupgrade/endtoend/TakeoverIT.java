package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that was started by hand takes over from the running one as if that had
 * launched it.
 */
class TakeoverIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	private JavaLaunch next(SampleInstance sample, String name, String... arguments) throws Exception {
		return Sample.quick(this.directory)
			.withWorkDirectory(Files.createDirectory(this.directory.resolve(name)))
			.withEnvironment("HOTUPGRADE_TAKEOVER", "auto")
			.withArguments("--server.port=" + sample.port())
			.withArguments(arguments);
	}

	@Test
	void instanceStartedByHandTakesOver() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(100)));
				JavaProcess second = JavaProcess.start(next(sample, "second"))) {
			UpgradeView upgrade = awaitHistory(sample, second, 1).get(0);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			assertThat(upgrade.successor().pid()).isEqualTo(second.pid());
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(0);
			assertThat(sample.endpoint().status().generation()).isOne();
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	@Test
	void failedTakeoverLeavesTheRunningInstanceServing() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				JavaProcess ill = JavaProcess.start(next(sample, "ill", "--hotupgrade.health.timeout=1s",
						"--management.health.diskspace.threshold=1000000TB"))) {
			UpgradeView upgrade = awaitHistory(sample, ill, 1).get(0);
			assertThat(upgrade.outcome()).isEqualTo("FAILED");
			assertThat(upgrade.reason()).isEqualTo("UNHEALTHY");
			assertThat(ill.awaitExit(LIMIT)).isTrue();
			assertThat(sample.isServing()).isTrue();
		}
	}

	/** The one that takes over gets no further than that before the other is decided. */
	@Test
	void twoAtOnceAreDecidedByALock() throws Exception {
		Path healthy = this.directory.resolve("healthy");
		String[] held = { "--management.health.diskspace.path=" + healthy, "--hotupgrade.health.timeout=80s" };
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				JavaProcess second = JavaProcess.start(next(sample, "second", held));
				JavaProcess third = JavaProcess.start(next(sample, "third", held))) {
			Awaitility.await("decision").atMost(LIMIT).until(() -> !second.isAlive() || !third.isAlive());
			JavaProcess loser = second.isAlive() ? third : second;
			assertThat(Files.readString(loser.output())).contains("APPLICATION FAILED TO START")
				.containsAnyOf("is starting on port " + sample.port(), "refuses this one as successor");
			Files.createDirectory(healthy);
			JavaProcess winner = (loser == second) ? third : second;
			assertThat(awaitHistory(sample, winner, 1).get(0).successor().pid()).isEqualTo(winner.pid());
			assertThat(sample.isServing()).isTrue();
			assertThat(leftInControlDirectory()).allMatch((name) -> name.endsWith(".sock"));
		}
	}

	@Test
	void withoutARunningInstanceRequireFailsToStart() throws Exception {
		JavaLaunch launch = Sample.quick(this.directory)
			.withEnvironment("HOTUPGRADE_TAKEOVER", "require")
			.withArguments("--server.port=18099");
		try (JavaProcess alone = JavaProcess.start(launch)) {
			assertThat(alone.awaitExit(LIMIT)).isTrue();
			assertThat(alone.exitCode()).hasValue(1);
			assertThat(Files.readString(alone.output())).contains("hotupgrade.takeover=require demands one");
			assertThat(leftInControlDirectory()).isEmpty();
		}
	}

	/** The successors are not children of the first process, which follow() demands. */
	private static List<UpgradeView> awaitHistory(SampleInstance sample, JavaProcess process, int size) {
		StatusView status = sample.endpoint()
			.awaitStatus("history of " + size, LIMIT,
					(candidate) -> candidate.history().size() >= size && candidate.upgrade() == null);
		assertThat(status.history()).as(() -> String.join("\n", process.lastOutput()))
			.hasSizeGreaterThanOrEqualTo(size);
		return status.history();
	}

	private List<String> leftInControlDirectory() throws Exception {
		try (Stream<Path> files = Files.list(this.directory.resolve("control"))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
