package io.hotupgrade.engine;

import java.time.Duration;

/**
 * The time limit of the phase or step that an upgrade is in. Set before anything is done
 * in it. Used on the engine's thread only.
 */
final class PhaseTimer {

	private static final Runnable NOTHING = () -> {
	};

	private final Safeguard safeguard;

	private Runnable cancellation = NOTHING;

	PhaseTimer(Safeguard safeguard) {
		this.safeguard = safeguard;
	}

	/**
	 * Lets the time run.
	 * @param limit how long
	 * @param action what happens then
	 */
	void set(Duration limit, Runnable action) {
		this.cancellation = this.safeguard.later(action, limit);
	}

	void cancel() {
		this.cancellation.run();
	}

	/**
	 * There is no limit any more.
	 */
	void clear() {
		this.cancellation = NOTHING;
	}

}
