package io.hotupgrade.benchmarks;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.program.Cleanup;

/**
 * A version that serves and can be replaced, once. Closing ends all its processes; so
 * does the end of this program by a signal, at any time.
 */
abstract class Stage implements AutoCloseable {

	private final Cleanup cleanup = new Cleanup();

	/** Starts the old version and waits until it serves. */
	abstract void start() throws Exception;

	/** Where clients send their requests, before and after the change. */
	abstract Target target();

	/**
	 * Replaces the old version by the new one.
	 * @return what happened, once the old one is gone; the new one may still be starting
	 * @throws IllegalStateException if that failed
	 */
	abstract Change change() throws Exception;

	/** Sees to it that something is closed with this stage. */
	final <T extends AutoCloseable> T own(T resource) {
		return this.cleanup.add(resource);
	}

	@Override
	public final void close() {
		this.cleanup.close();
	}

}
