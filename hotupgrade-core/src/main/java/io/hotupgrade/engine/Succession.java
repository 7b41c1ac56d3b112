package io.hotupgrade.engine;

/**
 * How a successor stands to its predecessor. Changed on the engine's thread only, but for
 * the begin; read by others, too.
 */
final class Succession {

	private volatile State state = State.ALONE;

	private volatile boolean heir;

	private volatile boolean stopping;

	private volatile long predecessorPid;

	private volatile Runnable whenAlone = () -> {
	};

	/**
	 * Where this process stands in relation to its predecessor.
	 */
	enum State {

		/** It has no traffic, and the predecessor waits for it. */
		AWAITED,

		/** Some new connections come here, and the others go to the predecessor. */
		SHARING,

		/** All new connections come here, and the predecessor is still there. */
		COMMITTED,

		/** The predecessor took the traffic back and ends this process. */
		ROLLED_BACK,

		/** There is no predecessor any more. */
		ALONE;

		/** Whether there is traffic that the predecessor could take back. */
		boolean isRevocable() {
			return this == SHARING || this == COMMITTED;
		}

		/** Whether the predecessor serves, be it with this instance. */
		boolean isUncommitted() {
			return this == AWAITED || this == SHARING;
		}

	}

	State state() {
		return this.state;
	}

	boolean is(State wanted) {
		return this.state == wanted;
	}

	void enter(State next) {
		this.state = next;
		if (next == State.ALONE) {
			this.whenAlone.run();
		}
	}

	/**
	 * Has something done as soon as there is no predecessor any more.
	 */
	void whenAlone(Runnable task) {
		this.whenAlone = task;
	}

	/**
	 * This process has a generation before it, whether that could be spoken to or not.
	 */
	void inherits() {
		this.heir = true;
	}

	boolean isHeir() {
		return this.heir;
	}

	/**
	 * This process was told to stop, or stops by itself.
	 */
	void stops() {
		this.stopping = true;
	}

	boolean isStopping() {
		return this.stopping;
	}

	void isAfter(long pid) {
		this.predecessorPid = pid;
	}

	/** The predecessor's, or 0 if it has not answered. */
	long predecessorPid() {
		return this.predecessorPid;
	}

}
