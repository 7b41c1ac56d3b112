package io.hotupgrade.autoconfigure.state;

import io.hotupgrade.FailureReason;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.state.StateExchange;

/**
 * Stands before the warm-up of a successor: copies of its predecessor's state come first.
 *
 * @since 0.1.0
 */
public final class CopiesBeforeReady implements InstanceLifecycle {

	private final StateExchange exchange;

	private final InstanceLifecycle lifecycle;

	/**
	 * Creates it.
	 * @param exchange brings the copies
	 * @param lifecycle told when they are there
	 */
	CopiesBeforeReady(StateExchange exchange, InstanceLifecycle lifecycle) {
		this.exchange = exchange;
		this.lifecycle = lifecycle;
	}

	@Override
	public boolean isAwaited() {
		return this.lifecycle.isAwaited();
	}

	@Override
	public void started() {
		this.lifecycle.started();
	}

	/**
	 * Waits for the copies.
	 */
	@Override
	public void ready() {
		if (isAwaited()) {
			this.exchange.copy();
		}
		this.lifecycle.ready();
	}

	@Override
	public void failed(FailureReason reason, String message) {
		this.lifecycle.failed(reason, message);
	}

	@Override
	public void drain() {
		this.lifecycle.drain();
	}

}
