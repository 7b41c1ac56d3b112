package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.FailureReason;
import io.hotupgrade.engine.UpgradeEngine;

/**
 * What the application tells the engine about itself; the part of {@link UpgradeEngine}
 * that follows the life of the application context.
 *
 * @since 0.1.0
 */
public interface InstanceLifecycle {

	/**
	 * Whether a predecessor waits for this instance.
	 */
	boolean isAwaited();

	void started();

	void ready();

	void failed(FailureReason reason, String message);

	/**
	 * Blocks until the drain is over.
	 */
	void drain();

	static InstanceLifecycle of(UpgradeEngine engine) {
		return new InstanceLifecycle() {

			@Override
			public boolean isAwaited() {
				return engine.isAwaited();
			}

			@Override
			public void started() {
				engine.started();
			}

			@Override
			public void ready() {
				engine.ready();
			}

			@Override
			public void failed(FailureReason reason, String message) {
				engine.failed(reason, message);
			}

			@Override
			public void drain() {
				engine.drain();
			}

		};
	}

}
