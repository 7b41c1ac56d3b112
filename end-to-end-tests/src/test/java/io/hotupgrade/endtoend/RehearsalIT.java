package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.WarmUpView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rehearsal of an upgrade under load: the new version starts, warms up and is ended,
 * does no background work, and no client ever sees it.
 */
class RehearsalIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final long MIB = 1 << 20;

	@TempDir
	Path directory;

	@Test
	void newVersionIsTriedOutAndNoClientSeesIt() throws Exception {
		Path ticks = this.directory.resolve("ticks.log");
		try (SampleInstance sample = SampleInstance.start(Sample.quickThinCopy(this.directory)
			.withArguments("--sample.tick-interval=20ms", "--sample.tick-log=" + ticks), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(5, Duration.ofMillis(200)))) {
			goodVersion(sample);
			badVersion();
			assertThat(sample.endpoint().status().history()).extracting(UpgradeView::rehearsal)
				.containsExactly(true, true);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances().keySet()).as("who has answered")
				.containsExactly(Long.toString(sample.first().pid()));
			assertThat(Files.readAllLines(ticks)).as("whose scheduled method ran")
				.isNotEmpty()
				.allMatch((line) -> line.startsWith(sample.first().pid() + " "));
			assertThat(sample.endpoint().status().pid()).isEqualTo(sample.first().pid());
			assertThat(sample.family().map(ProcessHandle::pid)).containsExactly(sample.first().pid());
		}
	}

	@Test
	void rehearsedVersionDoesNotTakeThePlaceOfAnInstanceThatDies() throws Exception {
		Extent.assumeFull();
		Sample.configure(this.directory, "hotupgrade.warm-up.pipeline.enabled=true");
		try (SampleInstance sample = SampleInstance.start(Sample.quickThinCopy(this.directory), LIMIT)) {
			UpgradeView begun = sample.endpoint().rehearse().upgrade();
			long rehearsed = begun.successor().pid();
			sample.follow(rehearsed);
			sample.endpoint()
				.awaitStatus("rehearsed version that listens", LIMIT, (status) -> status.state().equals("STARTING"));
			Processes.signal(sample.first().pid(), "KILL");
			Processes.awaitEnd(rehearsed, LIMIT);
			assertThat(sample.isServing()).isFalse();
		}
	}

	private void goodVersion(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "hotupgrade.warm-up.pipeline.enabled=true");
		UpgradeView begun = sample.endpoint().rehearse().upgrade();
		sample.follow(begun.successor().pid());
		assertThat(sample.endpoint().upgrade().isRefused("UPGRADE_IN_PROGRESS")).isTrue();
		UpgradeView rehearsed = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(rehearsed.outcome()).as(rehearsed.message()).isEqualTo("REHEARSED");
		assertThat(rehearsed.start().durationMillis()).isPositive();
		assertThat(rehearsed.start().cpuMillis()).isPositive();
		assertThat(rehearsed.start().residentBytes()).isBetween(50 * MIB, rehearsed.start().peakBytes());
		assertThat(rehearsed.warmUp().state()).isIn("FINISHED", "TIME_LIMIT");
		assertThat(rehearsed.warmUp().requests()).extracting(WarmUpView.Requests::firstMicros)
			.isNotEmpty()
			.allMatch((micros) -> micros > 0);
	}

	private void badVersion() throws Exception {
		Sample.configure(this.directory, "hotupgrade.history-size=-5");
		CommandResult failed = CommandResult.of(LIMIT,
				Sample.SOURCES.resolve("hotupgrade-command/bin/hotupgrade").toString(), "rehearse",
				"--control-directory=" + this.directory.resolve("control"));
		assertThat(failed.exitCode()).as(failed.output()).isEqualTo(1);
		assertThat(failed.output()).contains("Rehearsal ").contains("FAILED").contains("hotupgrade.history-size");
	}

}
