package io.hotupgrade.undertow;

/**
 * Whether a server drains, and how far it is with that.
 */
final class Drain {

	private volatile boolean active;

	private volatile boolean closingIdle;

	void start() {
		this.active = true;
	}

	void stop() {
		this.active = false;
		this.closingIdle = false;
	}

	boolean active() {
		return this.active;
	}

	/** Tells that idle connections have had their chance to send one more request. */
	void closeIdle() {
		this.closingIdle = this.active;
	}

	boolean closingIdle() {
		return this.closingIdle;
	}

}
