package io.hotupgrade.endtoend;

/**
 * Does the same again and again in a daemon thread until it is told to stop.
 */
final class Repetition implements AutoCloseable {

	private final Step step;

	private final Thread thread;

	private volatile boolean stopped;

	private Repetition(String name, Step step) {
		this.step = step;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	static Repetition start(String name, Step step) {
		Repetition repetition = new Repetition(name, step);
		repetition.thread.start();
		return repetition;
	}

	private void run() {
		try {
			while (!this.stopped) {
				this.step.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Begins no step any more and waits for the last one. */
	void stop() {
		this.stopped = true;
		try {
			this.thread.join(Leaving.LIMIT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		stop();
	}

	/** What is repeated. */
	interface Step {

		void run() throws InterruptedException;

	}

}
