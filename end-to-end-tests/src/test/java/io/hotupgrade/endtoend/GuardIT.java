package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.InstanceActivity;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Outcome;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Successors that are worse than their predecessor are rolled back by the guard, and good
 * ones are not.
 */
@Isolated("It compares latencies")
class GuardIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	/** Requests before the upgrade and after it: they count, too. */
	private static final int AROUND = 1500;

	private static final String RAMP = "10% for 20s, 50% for 5s, 100%";

	/** How often a good successor is tried. */
	private static final int GOOD_RUNS = Integer.getInteger("guard.runs", Extent.isFull() ? 4 : 1);

	@TempDir
	Path directory;

	@Test
	void successorThatFailsOneInFiveIsRolledBackInARamp() throws Exception {
		Extent.assumeFull();
		Run run = upgrade(RAMP, "0s", "sample.fail-percent=20", "sample.version=bad");
		assertThat(run.upgrade().message()).contains("status of 500 or above", "hotupgrade.guard.error-margin");
		assertThat(run.assertRolledBack(run.report().count(Outcome.STATUS_5XX))).isLessThan(0.02);
		assertThat(run.report().lost()).isEqualTo(run.report().count(Outcome.STATUS_5XX));
	}

	@Test
	void successorThatFailsOneInFiveIsRolledBackAfterTheSwitch() throws Exception {
		Run run = upgrade("instant", "0s", "sample.fail-percent=20", "sample.version=bad");
		assertThat(run.upgrade().phase()).isEqualTo("PROBATION");
		assertThat(run.assertRolledBack(run.report().count(Outcome.STATUS_5XX))).isLessThan(0.06);
	}

	@Test
	void successorThatIsTenTimesSlowerIsRolledBackInARamp() throws Exception {
		Run run = upgrade(RAMP, "20ms", "sample.delay=200ms", "sample.version=bad");
		assertThat(run.upgrade().message()).contains("99th percentile", "hotupgrade.guard.latency-ratio");
		assertThat(run.assertRolledBack(run.answeredBySuccessor())).isLessThan(0.08);
		assertThat(run.report().lost()).isZero();
	}

	/**
	 * Each generation upgrades to the next, by turns at once and in steps. The noise is
	 * the clients and the starts on the same processors.
	 */
	@Test
	void goodSuccessorIsNotRolledBackUnderNoise() throws Exception {
		Extent.assumeFull();
		configureGood(0);
		try (SampleInstance sample = start(Sample.in(this.directory)); LoadMeter meter = load(sample)) {
			meter.awaitRequests(AROUND, LIMIT);
			for (int run = 1; run <= GOOD_RUNS; run++) {
				configureGood(run);
				meter.mark("run " + run);
				UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
				System.out.printf("good successor, run %d of %d (%s): %s %s, %s%n", run, GOOD_RUNS,
						ended.shift().plan(), ended.outcome(), ended.message(), meter.report("run " + run).latency());
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			}
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	private void configureGood(int generation) {
		Sample.configure(this.directory, "sample.version=good-" + generation,
				"hotupgrade.shift=" + ((generation % 2 == 0) ? "instant" : "10% for 4s, 50% for 4s, 100%"));
	}

	/**
	 * Starts the first generation, puts load on it and upgrades to a version with other
	 * properties.
	 */
	private Run upgrade(String plan, String delay, String... successor) throws Exception {
		Sample.configure(this.directory, "sample.version=first", "sample.delay=" + delay, "hotupgrade.shift=" + plan);
		try (SampleInstance sample = start(Sample.quick(this.directory)); LoadMeter meter = load(sample)) {
			meter.awaitRequests(AROUND, LIMIT);
			Sample.configure(this.directory, successor);
			UpgradeView begun = sample.beginUpgrade();
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			meter.awaitRequests(meter.report().requests() + AROUND, LIMIT);
			return new Run(ended, meter.stop());
		}
	}

	private static SampleInstance start(JavaLaunch launch) {
		return SampleInstance.start(launch.withEnvironment("HOTUPGRADE_PROBATION", "8s")
			.withEnvironment("HOTUPGRADE_DRAIN_IDLE_TIMEOUT", "500ms"), LIMIT);
	}

	private static LoadMeter load(SampleInstance sample) {
		return LoadMeter.start(sample.target(), LIMIT.multipliedBy(10), new NewConnections(200),
				new KeptAliveClients(10, Duration.ofMillis(100)));
	}

	/**
	 * What became of an upgrade, and what clients saw.
	 */
	private record Run(UpgradeView upgrade, MeterReport report) {

		long answeredBySuccessor() {
			InstanceActivity activity = this.report.instances().get(Long.toString(this.upgrade.successor().pid()));
			return (activity != null) ? activity.answers() : 0;
		}

		double assertRolledBack(long affected) {
			assertThat(this.upgrade.outcome()).as(this.upgrade.message()).isEqualTo("ROLLED_BACK");
			assertThat(this.upgrade.reason()).isEqualTo("GUARD");
			double share = (double) affected / this.report.requests();
			System.out.printf("rolled back in %s (%s): %s%n%d of %d requests (%.2f %%) saw the bad version%n",
					this.upgrade.phase(), this.upgrade.shift().plan(), this.upgrade.message(), affected,
					this.report.requests(), share * 100);
			return share;
		}

	}

}
