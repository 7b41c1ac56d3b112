package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.ShiftView;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New connections move step by step, and to the gates that somebody has to open.
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

	/** They would all come at once when the predecessor drains. */
	@Test
	void clientsThatKeepTheirConnectionsMoveWithTheShare() throws Exception {
		Sample.configure(this.directory, "hotupgrade.shift=auto");
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2),
						new KeptAliveClients(50, Duration.ofMillis(100)))) {
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint()
				.awaitStatus("a client that has moved before the commit", LIMIT, (status) -> shift(status) != null
						&& shift(status).percent() < 100 && shift(status).accepted().successor() > 0);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
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

	@Test
	void gateHoldsUntilEitherInstanceIsToldToGoOn() throws Exception {
		try (SampleInstance sample = start("50% until continued, 60% until continued, 100%")) {
			assertThat(sample.endpoint().proceed().refusal()).isEqualTo("NOT_AT_GATE");
			UpgradeView begun = sample.beginUpgrade();
			StatusView atSuccessor = awaitGate(sample, 1, begun.successor().pid());
			StatusView atPredecessor = awaitGate(sample, 1, sample.first().pid());
			assertThat(atSuccessor.upgrade().id()).isEqualTo(atPredecessor.upgrade().id()).isEqualTo(begun.id());
			assertThat(atSuccessor.state()).isEqualTo(atPredecessor.state()).isEqualTo("SHIFTING");
			assertThat(atSuccessor.upgrade().successor()).isEqualTo(atPredecessor.upgrade().successor());
			assertThat(sample.endpoint().upgrade().status()).isEqualTo(409);
			proceedAt(sample, 2, begun.successor().pid());
			proceedAt(sample, 3, sample.first().pid());
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		}
	}

	private static StatusView awaitGate(SampleInstance sample, int step, long pid) {
		return sample.endpoint()
			.awaitStatus("gate " + step + " at " + pid, LIMIT, (status) -> status.pid() == pid && shift(status) != null
					&& shift(status).step() == step && shift(status).waiting());
	}

	private static void proceedAt(SampleInstance sample, int next, long pid) throws Exception {
		awaitGate(sample, next - 1, pid);
		assertThat(proceedAt(sample, pid)).startsWith("HTTP/1.1 202 ");
		sample.endpoint()
			.awaitStatus("step " + next, LIMIT, (status) -> shift(status) == null || shift(status).step() == next);
	}

	/**
	 * New connections go to either, so the request is made on a connection that is known
	 * to be with the right one.
	 */
	private static String proceedAt(SampleInstance sample, long pid) throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (System.nanoTime() < deadline) {
			try (RawClient client = RawClient.connect(sample)) {
				if (client.send(RawClient.GET).receive().contains("pid=" + pid + " ")) {
					return client.send(
							"POST /actuator/hotupgrade/continue HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
						.receiveHead();
				}
			}
		}
		throw new AssertionError("No connection reached " + pid);
	}

	@Test
	void abortAtGateTakesEverythingBack() throws Exception {
		try (SampleInstance sample = start("50% until continued, 100%");
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(100)))) {
			UpgradeView begun = sample.beginUpgrade();
			awaitGate(sample, 1, begun.successor().pid());
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("ABORTED");
			assertThat(ended.shift().percent()).isEqualTo(50);
			assertThat(ended.shift().waiting()).isFalse();
			assertThat(sample.endpoint().status().pid()).isEqualTo(sample.first().pid());
			assertThat(sample.endpoint().proceed().refusal()).isEqualTo("NOT_AT_GATE");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	@Test
	void successorThatIsStoppedAtGateFinishesWhatItHasAccepted() throws Exception {
		try (SampleInstance sample = start("50% until continued, 100%");
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(100)))) {
			UpgradeView begun = sample.beginUpgrade();
			awaitGate(sample, 1, begun.successor().pid());
			Processes.signal(begun.successor().pid(), "TERM");
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("ROLLED_BACK");
			assertThat(ended.reason()).isEqualTo("SUCCESSOR_STOPPED");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	@Test
	void predecessorThatDiesAtGateLeavesTheSuccessorServing() throws Exception {
		try (SampleInstance sample = start("50% until continued, 100%")) {
			UpgradeView begun = sample.beginUpgrade();
			awaitGate(sample, 1, begun.successor().pid());
			Processes.signal(sample.first().pid(), "KILL");
			StatusView alone = sample.endpoint()
				.awaitStatus("successor alone", LIMIT, (status) -> status.state().equals("SERVING"));
			assertThat(alone.pid()).isEqualTo(begun.successor().pid());
			assertThat(alone.history().get(0).outcome()).isEqualTo("SUCCEEDED");
			UpgradeView next = sample.beginUpgrade();
			awaitGate(sample, 1, next.successor().pid());
			assertThat(sample.endpoint().proceed().status()).isEqualTo(202);
			UpgradeView ended = sample.awaitUpgrade(next.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		}
	}

	@Test
	void planThatCannotWorkStopsTheStart() throws Exception {
		JavaLaunch launch = Sample.quick(this.directory)
			.withEnvironment("HOTUPGRADE_SHIFT", "50% for 1s, 10% for 1s, 100%");
		try (SampleInstance sample = SampleInstance.launch(launch)) {
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(String.join("\n", sample.first().lastOutput())).contains("hotupgrade.shift", "does not rise",
					"10% for 10s, 50% until continued, 100%");
		}
	}

	private SampleInstance start(String plan) {
		return SampleInstance.start(Sample.quick(this.directory).withEnvironment("HOTUPGRADE_SHIFT", plan), LIMIT);
	}

}
