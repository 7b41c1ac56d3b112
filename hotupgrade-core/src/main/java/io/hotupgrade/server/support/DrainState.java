package io.hotupgrade.server.support;

/**
 * Whether a server drains, and how far it is with that. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DrainState {

	private volatile boolean active;

	private volatile boolean closingIdle;

	/** Tells that the server drains from now on. */
	public void start() {
		this.active = true;
	}

	/** Tells that the server serves as usual again. */
	public void stop() {
		this.active = false;
		this.closingIdle = false;
	}

	/**
	 * Whether the server drains.
	 * @return whether it does
	 */
	public boolean active() {
		return this.active;
	}

	/** Tells that idle connections have had their chance to send one more request. */
	public void closeIdle() {
		this.closingIdle = this.active;
	}

	/**
	 * Whether a connection that becomes idle is to be closed.
	 * @return whether it is
	 */
	public boolean closingIdle() {
		return this.closingIdle;
	}

}
