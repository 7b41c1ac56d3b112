package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Consumer;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;

/**
 * What a successor does while it hears nothing of its predecessor. One that has taken
 * over serves on, whatever becomes of the predecessor, and so does one that shares with
 * it. One that has no traffic stands by for a while, since the predecessor may go on or
 * die. Used on the engine's thread only.
 */
final class PredecessorSilence {

	private static final EngineLog logger = EngineLog.of(PredecessorSilence.class);

	private final Succession succession;

	private final Duration patience;

	private final Consumer<ControlMessage> predecessor;

	private final Runnable exit;

	private boolean told;

	/**
	 * Creates it.
	 * @param succession how this instance stands to its predecessor
	 * @param patience how long it stands by without traffic
	 * @param predecessor is sent a message
	 * @param exit begins to leave this process
	 */
	PredecessorSilence(Succession succession, Duration patience, Consumer<ControlMessage> predecessor, Runnable exit) {
		this.succession = succession;
		this.patience = patience;
		this.predecessor = predecessor;
		this.exit = exit;
	}

	/**
	 * Something was heard.
	 */
	void over() {
		this.told = false;
	}

	void lasts(Duration silence) {
		if (!this.told) {
			this.told = true;
			logger.warn("Nothing was heard of the predecessor (pid {}) for {} s: it hangs or is stopped. {}",
					this.succession.predecessorPid(), silence.toSeconds(),
					this.succession.is(Succession.State.COMMITTED) ? "This instance serves all new connections"
							: "If it stays so, end it with 'kill -9 %d'; this instance then serves"
								.formatted(this.succession.predecessorPid()));
		}
		boolean waits = this.succession.is(Succession.State.AWAITED) && !this.succession.isStopping();
		if (waits && silence.compareTo(this.patience) >= 0) {
			this.predecessor.accept(new ControlMessage.Failed(FailureReason.PREDECESSOR_UNRESPONSIVE,
					"Nothing was heard of the predecessor for %d s, so the successor has given up"
						.formatted(silence.toSeconds())));
			this.exit.run();
			this.succession.stops();
		}
	}

}
