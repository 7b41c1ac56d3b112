package io.hotupgrade.undertow;

/**
 * Whether a server drains.
 */
final class Drain {

	private volatile boolean active;

	void start() {
		this.active = true;
	}

	void stop() {
		this.active = false;
	}

	boolean active() {
		return this.active;
	}

}
