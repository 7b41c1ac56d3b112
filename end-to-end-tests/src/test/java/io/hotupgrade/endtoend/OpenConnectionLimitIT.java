package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that has reached its limit of open connections and accepts no more: those who
 * wait in its accept queue are served all the same when it leaves.
 */
class OpenConnectionLimitIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int HIGH = 10;

	/** With the operator's, as many as the limit. */
	private static final int HELD = HIGH - 1;

	/** The backlog has room for some that are held, too: XNIO may stop a little early. */
	private static final int WAITING = 5;

	private static final String POST = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
		.formatted(UpgradeClient.PATH);

	@TempDir
	Path directory;

	@Test
	void whoeverWaitsIsServedAtAStop() throws Exception {
		try (SampleInstance sample = start("1s"); Crowd crowd = new Crowd(sample)) {
			crowd.fill();
			Processes.signal(sample.first().pid(), "TERM");
			crowd.assertWaitingAreServed();
			crowd.assertHeldAreServed();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().lastOutput())
				.anyMatch((line) -> line.endsWith(" 0 connections with 0 requests cut"));
		}
	}

	@Test
	void whoeverWaitsIsServedAtAnUpgrade() throws Exception {
		try (SampleInstance sample = start("1s"); Crowd crowd = new Crowd(sample)) {
			crowd.fill();
			crowd.post();
			crowd.assertWaitingAreServed();
			crowd.assertHeldAreServed();
			UpgradeView ended = sample.endpoint()
				.awaitStatus("end of the upgrade", LIMIT,
						(status) -> !status.history().isEmpty() && status.pid() != sample.first().pid())
				.history()
				.get(0);
			sample.follow(ended.successor().pid());
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(ended.receipt().acceptQueueAtCommit()).isGreaterThanOrEqualTo(WAITING);
			assertThat(ended.receipt().connectionsCut()).isZero();
		}
	}

	@Test
	void limitHoldsAgainAfterARollback() throws Exception {
		try (SampleInstance sample = start("60s"); Crowd crowd = new Crowd(sample)) {
			crowd.fill();
			crowd.post();
			crowd.assertWaitingAreServed();
			UpgradeView running = sample.endpoint().status().upgrade();
			sample.follow(running.successor().pid());
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			Processes.awaitEnd(running.successor().pid(), LIMIT);
			crowd.addWaiting();
			for (int i = 0; i < HIGH; i++) {
				assertThat(crowd.operator.send(RawClient.GET).receive()).startsWith("HTTP/1.1 200");
			}
			assertThat(Processes.acceptQueue(sample.port())).isPositive();
			crowd.assertHeldAreServed();
			crowd.operator.close();
			crowd.assertWaitingAreServed();
		}
	}

	private SampleInstance start(String probation) {
		return SampleInstance.start(Sample.quick(this.directory)
			.withArguments(Sample.settings().openConnections(HIGH, 8))
			.withArguments("--hotupgrade.probation=" + probation), LIMIT);
	}

	/**
	 * As many requests that last as the server takes, and some that wait behind them.
	 */
	private static final class Crowd implements AutoCloseable {

		private final SampleInstance sample;

		private final RawClient operator;

		private final List<HeldRequest> held = new ArrayList<>();

		private final List<RawClient> waiting = new ArrayList<>();

		Crowd(SampleInstance sample) throws IOException {
			this.sample = sample;
			this.operator = RawClient.keptAlive(sample);
		}

		void fill() throws IOException {
			while (this.held.size() < HELD) {
				this.held.add(HeldRequest.begin(this.sample.target()));
			}
			addWaiting();
		}

		void addWaiting() throws IOException {
			for (int i = 0; i < WAITING; i++) {
				this.waiting.add(RawClient.connect(this.sample).send(RawClient.GET));
			}
			Awaitility.await("those who wait").atMost(LIMIT).until(() -> Processes.acceptQueue(this.sample.port()) > 0);
		}

		/** Asks for an upgrade, on a connection that is open already. */
		void post() throws IOException {
			assertThat(this.operator.send(POST).receive()).startsWith("HTTP/1.1 202");
		}

		void assertWaitingAreServed() throws IOException {
			for (RawClient client : this.waiting) {
				assertThat(client.receive()).startsWith("HTTP/1.1 200");
				client.close();
			}
			this.waiting.clear();
		}

		void assertHeldAreServed() {
			assertThat(this.held).allSatisfy((request) -> assertThat(request.finish()).startsWith("HTTP/1.1 200 "));
		}

		@Override
		public void close() throws IOException {
			this.operator.close();
			for (HeldRequest request : this.held) {
				request.close();
			}
			for (RawClient client : this.waiting) {
				client.close();
			}
		}

	}

}
