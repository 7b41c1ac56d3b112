package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * A real engine thread whose time limits pass ten times as fast.
 */
final class HastyScheduler implements EngineScheduler, AutoCloseable {

	private static final int FACTOR = 10;

	private final EngineThread thread = new EngineThread();

	@Override
	public long nanoTime() {
		return this.thread.nanoTime();
	}

	@Override
	public Instant now() {
		return this.thread.now();
	}

	@Override
	public boolean isCurrent() {
		return this.thread.isCurrent();
	}

	@Override
	public void execute(Runnable task) {
		this.thread.execute(task);
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		return this.thread.schedule(task, delay.dividedBy(FACTOR));
	}

	@Override
	public Runnable repeat(Runnable task, Duration period) {
		return this.thread.repeat(task, period.dividedBy(FACTOR));
	}

	@Override
	public void shutdown() {
		this.thread.shutdown();
	}

	@Override
	public void close() {
		shutdown();
	}

}
