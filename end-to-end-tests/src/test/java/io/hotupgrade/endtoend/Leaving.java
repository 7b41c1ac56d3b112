package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.Outcome;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two ways in which an instance leaves its clients, with the same drain. The one that
 * begins is the one that is in charge when the method is called.
 */
enum Leaving {

	/** For a successor, which takes all new connections. */
	UPGRADE {

		@Override
		Departure begin(SampleInstance sample) throws IOException {
			UpgradeView begun = sample.beginUpgrade();
			return new Departure(sample, begun.predecessor().pid(), begun.id());
		}

		@Override
		boolean isCommitted(Departure departure) throws IOException {
			return departure.sample().endpoint().status().pid() != departure.pid();
		}

	},

	/** For good: new connections are refused. */
	SIGTERM {

		@Override
		Departure begin(SampleInstance sample) throws IOException {
			long pid = sample.endpoint().status().pid();
			Processes.signal(pid, "TERM");
			return new Departure(sample, pid, "");
		}

		@Override
		boolean isCommitted(Departure departure) throws IOException {
			try (Socket socket = new Socket()) {
				socket.connect(departure.sample().target().address(), 100);
				return false;
			}
			catch (ConnectException | SocketTimeoutException ex) {
				// Before connections are refused, the kernel ignores those that come.
				return true;
			}
		}

	};

	static final Duration LIMIT = Duration.ofSeconds(90);

	/**
	 * Makes the instance in charge leave.
	 * @param sample whose instance
	 * @return the departure, which goes on
	 */
	abstract Departure begin(SampleInstance sample) throws IOException;

	abstract boolean isCommitted(Departure departure) throws IOException;

	/**
	 * Waits until new connections go elsewhere, or nowhere.
	 * @param departure what {@link #begin} returned
	 */
	void awaitCommit(Departure departure) {
		Awaitility.await("commit")
			.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> isCommitted(departure));
	}

	/**
	 * The losses of clients that cannot be put down to the fact that nobody listened any
	 * more, which they are told before anything of theirs is taken.
	 * @param report what they saw
	 * @return their number
	 */
	static long cut(MeterReport report) {
		return report.lost() - report.count(Outcome.CONNECT_REFUSED);
	}

	/**
	 * An instance that leaves.
	 *
	 * @param sample the sample
	 * @param pid the process that leaves
	 * @param upgrade the upgrade's id, if it is one
	 */
	record Departure(SampleInstance sample, long pid, String upgrade) {

		/**
		 * Waits until the instance has gone, after an upgrade also until the successor
		 * has taken over.
		 * @return the upgrade, or {@code null} if it is none
		 */
		UpgradeView awaitEnd() {
			UpgradeView ended = null;
			if (!this.upgrade.isEmpty()) {
				ended = this.sample.awaitUpgrade(this.upgrade, LIMIT);
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			}
			Processes.awaitEnd(this.pid, LIMIT);
			return ended;
		}

	}

}
