package io.hotupgrade;

import java.time.Duration;
import java.time.Instant;

/**
 * What an application does without being asked by a client: takes messages from a queue,
 * runs jobs by the clock. Two instances must not always do that at the same time, so it
 * can be handed over.
 * <p>
 * The engine calls one method at a time, on a thread that may be blocked. An exception is
 * logged and changes nothing.
 *
 * @since 0.1.0
 */
public interface BackgroundWork {

	/** There is none. */
	BackgroundWork NONE = new BackgroundWork() {

		@Override
		public Instant stop(Duration limit) {
			return Instant.EPOCH;
		}

		@Override
		public void start(Instant since) {
		}

	};

	/**
	 * Takes no new work from now on, and waits for what is under way.
	 * @param limit how long at most to wait
	 * @return the moment after which nothing was taken: what fell due by then is done or
	 * under way, what falls due later is left to the other instance. One before the call
	 * stands for the call
	 */
	Instant stop(Duration limit);

	/**
	 * Takes work, for the first time or again. Has no effect on what is running.
	 * @param since nobody has taken work from this moment on, so what fell due since then
	 * is still to be done
	 */
	void start(Instant since);

}
