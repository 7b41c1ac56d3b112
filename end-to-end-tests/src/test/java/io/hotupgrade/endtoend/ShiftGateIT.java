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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New connections move to the gates that somebody has to open.
 */
class ShiftGateIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

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
	void abortAndStopOfTheSuccessorAtGateTakeEverythingBack() throws Exception {
		try (SampleInstance sample = start("50% until continued, 100%");
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(200)))) {
			UpgradeView aborted = sample.beginUpgrade();
			awaitGate(sample, 1, aborted.successor().pid());
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			UpgradeView ended = sample.awaitUpgrade(aborted.id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("ABORTED");
			assertThat(ended.shift().percent()).isEqualTo(50);
			assertThat(ended.shift().waiting()).isFalse();
			assertThat(sample.endpoint().status().pid()).isEqualTo(sample.first().pid());
			assertThat(sample.endpoint().proceed().refusal()).isEqualTo("NOT_AT_GATE");
			UpgradeView stopped = sample.beginUpgrade();
			awaitGate(sample, 1, stopped.successor().pid());
			Processes.signal(stopped.successor().pid(), "TERM");
			ended = sample.awaitUpgrade(stopped.id(), LIMIT);
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

	private static ShiftView shift(StatusView status) {
		return (status.upgrade() != null) ? status.upgrade().shift() : null;
	}

}
