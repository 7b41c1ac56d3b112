package io.hotupgrade.autoconfigure.state;

import io.hotupgrade.autoconfigure.engine.BeforeReady;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.state.StateExchange;

/**
 * Stands before the warm-up of a successor: copies of its predecessor's state come first.
 *
 * @since 0.1.0
 */
public final class CopiesBeforeReady extends BeforeReady {

	private final StateExchange exchange;

	/**
	 * Creates it.
	 * @param exchange brings the copies
	 * @param lifecycle told when they are there
	 */
	CopiesBeforeReady(StateExchange exchange, InstanceLifecycle lifecycle) {
		super(lifecycle);
		this.exchange = exchange;
	}

	/**
	 * Waits for the copies.
	 */
	@Override
	public void ready() {
		if (isAwaited()) {
			this.exchange.copy();
		}
		nextReady();
	}

}
