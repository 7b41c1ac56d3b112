package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.ShiftView;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New connections move step by step.
 */
@Isolated("It counts how a certain load is split")
class ShiftIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int PER_SECOND = 150;

	private static final int STANDARD_DEVIATIONS = 4;

	@TempDir
	Path directory;

	@Test
	void rampUnderLoadLosesNothingAndSplitsAsAsked() throws Exception {
		try (SampleInstance sample = start("30% for 6s, 60% for 6s, 100%"); LoadMeter meter = load(sample)) {
			UpgradeView begun = sample.beginUpgrade();
			ShiftView seen = new ShiftView("", 0, 0, 0, false, null, null, null);
			for (int percent : new int[] { 30, 60 }) {
				seen = awaitShift(sample, percent, 3 * PER_SECOND);
				assertSplit(seen.acceptedInStep(), percent);
			}
			assertThat(seen.accepted().predecessor() + seen.accepted().successor()).isGreaterThan(7 * PER_SECOND);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(ended.shift().percent()).isEqualTo(100);
			assertThat(ended.timings().get("SHIFTING")).isBetween(12_000L, 20_000L);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	private static ShiftView awaitShift(SampleInstance sample, int percent, long connections) {
		return sample.endpoint().awaitStatus(connections + " connections at " + percent + " %", LIMIT, (status) -> {
			ShiftView shift = shift(status);
			return shift != null && shift.percent() == percent
					&& shift.acceptedInStep().predecessor() + shift.acceptedInStep().successor() >= connections;
		}).upgrade().shift();
	}

	private static void assertSplit(ShiftView.SplitView split, int percent) {
		long connections = split.predecessor() + split.successor();
		double tolerance = STANDARD_DEVIATIONS * Math.sqrt((double) percent * (100 - percent) / connections);
		System.out.printf("%d %% asked, %.1f %% of %d connections observed (+-%.1f expected)%n", percent,
				split.percent(), connections, tolerance);
		assertThat(split.percent()).isBetween(percent - tolerance, percent + tolerance);
	}

	/**
	 * Its share stays until it has become as fast. How many requests met it meanwhile is
	 * printed.
	 */
	@Test
	void successorThatIsSlowAtFirstIsWaitedFor() throws Exception {
		Sample.configure(this.directory, "hotupgrade.shift=auto");
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				LoadMeter meter = load(sample)) {
			Sample.configure(this.directory, "sample.delay=200ms", "sample.delayed=200");
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(ended.shift().held().millis()).isPositive();
			assertThat(ended.shift().held().reason()).contains("99th percentile");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			System.out.printf("200 of %d requests met the slow start; held for %d ms (%s)%n", report.requests(),
					ended.shift().held().millis(), ended.shift().held().reason());
		}
	}

	/**
	 * They would all come at once when the predecessor drains, of whichever version of
	 * HTTP they are.
	 */
	@Test
	void clientsThatKeepTheirConnectionsMoveWithTheShare() throws Exception {
		Extent.assumeFull();
		Sample.assumeReliableHttp2();
		Sample.configure(this.directory, "hotupgrade.shift=auto");
		TlsSample tls = new TlsSample(this.directory);
		try (SampleInstance sample = tls.start(Sample.quick(this.directory));
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2),
						new KeptAliveClients(50, Duration.ofMillis(100)));
				KeptHttp2Clients clients = KeptHttp2Clients.start(8, tls, sample.port())) {
			String predecessor = Long.toString(sample.first().pid());
			Awaitility.await("answers to all").atMost(LIMIT).until(() -> clients.answered() >= 100);
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint()
				.awaitStatus("a client of each kind that has moved before the commit", LIMIT,
						(status) -> shift(status) != null && shift(status).percent() < 100
								&& meter.report().instances().size() > 1 && clients.answeredBy().size() > 1);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(clients.answeredBy()).contains(predecessor);
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			clients.stop();
			assertThat(clients.failures()).isEmpty();
		}
	}

	@Test
	void successorThatStaysSlowIsRolledBackBeforeAllMeetIt() throws Exception {
		Extent.assumeFull();
		Sample.configure(this.directory, "hotupgrade.shift=auto within 20s");
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				LoadMeter meter = load(sample)) {
			Sample.configure(this.directory, "sample.delay=200ms");
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("ROLLED_BACK");
			assertThat(ended.reason()).isEqualTo("GUARD");
			assertThat(ended.shift().percent()).isLessThan(50);
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			System.out.printf("%d of %d requests met the slow version: %s%n", ended.shift().accepted().successor(),
					report.requests(), ended.message());
		}
	}

	private static LoadMeter load(SampleInstance sample) {
		return LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(PER_SECOND),
				new KeptAliveClients(10, Duration.ofMillis(100)));
	}

	private static ShiftView shift(StatusView status) {
		return (status.upgrade() != null) ? status.upgrade().shift() : null;
	}

	private SampleInstance start(String plan) {
		return SampleInstance.start(Sample.quick(this.directory).withEnvironment("HOTUPGRADE_SHIFT", plan), LIMIT);
	}

}
