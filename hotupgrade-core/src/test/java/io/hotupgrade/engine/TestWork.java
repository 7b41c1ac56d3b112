package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

import io.hotupgrade.BackgroundWork;

/**
 * Background work, and the thread that stops and starts it, which waits for the test.
 */
class TestWork implements BackgroundWork, Executor {

	final List<String> calls = new ArrayList<>();

	RuntimeException failure;

	Instant stoppedAt = Instant.EPOCH;

	Instant startedSince;

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	/**
	 * Runs what the thread has to do.
	 */
	void run() {
		while (!this.tasks.isEmpty()) {
			this.tasks.poll().run();
		}
	}

	@Override
	public Instant stop(Duration limit) {
		this.calls.add("stop");
		if (this.failure != null) {
			throw this.failure;
		}
		return this.stoppedAt;
	}

	@Override
	public void start(Instant since) {
		this.calls.add("start");
		this.startedSince = since;
	}

}
