package io.hotupgrade.server.support;

/**
 * Whether a server drains, and how far it is with that. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DrainState {

	private volatile boolean active;

	private volatile boolean closingIdle;

	private final BrokenOff brokenOff = new BrokenOff();

	private final DrainHooks hooks;

	/**
	 * Creates the state of a server that serves as usual.
	 * @param hooks what the application contributes
	 */
	public DrainState(DrainHooks hooks) {
		this.hooks = hooks;
	}

	/** Tells that the server drains from now on. */
	public void start() {
		this.brokenOff.start();
		this.active = true;
	}

	/** Tells that the server serves as usual again. */
	public void stop() {
		this.active = false;
		this.closingIdle = false;
	}

	/**
	 * What is broken off while the server drains.
	 * @return counts it
	 */
	public BrokenOff brokenOff() {
		return this.brokenOff;
	}

	/**
	 * Whether a request is not worth waiting for.
	 * @param request the request
	 * @return whether its path or the request itself has been declared so
	 */
	boolean ignored(TrackedRequest request) {
		return request.declaredIgnored() || this.hooks.ignoredPaths().test(request.path());
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
