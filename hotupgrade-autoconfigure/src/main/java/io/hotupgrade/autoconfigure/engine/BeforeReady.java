package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.FailureReason;

/**
 * A link in the chain between what finds an instance ready and the engine, which does
 * something first.
 *
 * @since 0.1.0
 */
public abstract class BeforeReady implements InstanceLifecycle {

	private final InstanceLifecycle next;

	/**
	 * Creates a link.
	 * @param next the rest of the chain
	 */
	protected BeforeReady(InstanceLifecycle next) {
		this.next = next;
	}

	@Override
	public final boolean isAwaited() {
		return this.next.isAwaited();
	}

	@Override
	public final void started() {
		this.next.started();
	}

	/**
	 * Does what comes first, and tells the rest of the chain then: by
	 * {@link #nextReady()}, or by {@link #failed}.
	 */
	@Override
	public abstract void ready();

	/**
	 * Tells the rest of the chain that the instance is ready.
	 */
	protected final void nextReady() {
		this.next.ready();
	}

	@Override
	public final void failed(FailureReason reason, String message) {
		this.next.failed(reason, message);
	}

	@Override
	public final void drain() {
		this.next.drain();
	}

}
