package io.hotupgrade.server.support;

/**
 * Whether a server drains, and how far it is with that. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DrainState {

	private volatile boolean active;

	private volatile boolean closingIdle;

	private volatile Share elsewhere = Share.NONE;

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
		this.elsewhere = Share.NONE;
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

	/**
	 * Tells that a share of the clients that are connected now is to go elsewhere.
	 * @param percent the share
	 */
	void sendElsewhere(int percent) {
		this.elsewhere = new Share(percent, System.nanoTime());
	}

	/**
	 * Whether some clients or all are to go elsewhere.
	 * @return whether {@link TrackedConnection#leaves()} is worth asking
	 */
	public boolean sendsElsewhere() {
		return this.active || this.elsewhere.percent > 0;
	}

	/**
	 * Whether the client of a connection is to go elsewhere.
	 * @param acceptedAt when it was accepted, on the scale of {@link System#nanoTime()}
	 * @return whether it is
	 */
	boolean sendsElsewhere(long acceptedAt) {
		return this.active || this.elsewhere.has(acceptedAt);
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

	/**
	 * A share of the connections that were open at a moment.
	 *
	 * @param percent the share
	 * @param before the moment
	 */
	private record Share(int percent, long before) {

		private static final Share NONE = new Share(0, 0);

		/** Odd, and without a pattern: 2^64 divided by the golden ratio. */
		private static final long SCATTER = 0x9E3779B97F4A7C15L;

		/**
		 * The moment of its accept draws a connection's lot, so that nothing has to be
		 * kept for it, and a higher share has those that a lower one has.
		 */
		boolean has(long acceptedAt) {
			return this.percent > 0 && acceptedAt - this.before < 0
					&& Long.remainderUnsigned((acceptedAt * SCATTER) >>> 32, 100) < this.percent;
		}

	}

}
