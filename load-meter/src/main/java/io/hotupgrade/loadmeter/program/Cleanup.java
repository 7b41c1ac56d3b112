package io.hotupgrade.loadmeter.program;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what a program has opened, last first, also when the program is interrupted by a
 * signal: no process may be left behind.
 */
public final class Cleanup implements AutoCloseable {

	private final Deque<AutoCloseable> resources = new ArrayDeque<>();

	private boolean closed;

	/**
	 * Creates one that has nothing to close yet.
	 */
	public Cleanup() {
		Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
	}

	/**
	 * Takes over a resource.
	 * @param <T> its type
	 * @param resource what to close at the end
	 * @return the resource
	 * @throws IllegalStateException if it is too late; the resource has been closed
	 */
	public synchronized <T extends AutoCloseable> T add(T resource) {
		this.resources.push(resource);
		if (this.closed) {
			closeAll();
			throw new IllegalStateException("The program is being stopped");
		}
		return resource;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		closeAll();
	}

	private void closeAll() {
		while (!this.resources.isEmpty()) {
			AutoCloseable resource = this.resources.pop();
			try {
				resource.close();
			}
			catch (Exception ex) {
				System.err.println("Cannot close " + resource + ": " + ex);
			}
		}
	}

}
