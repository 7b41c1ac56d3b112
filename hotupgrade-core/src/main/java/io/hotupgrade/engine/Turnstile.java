package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.control.ControlChannel;

/**
 * Lets what peers send pass to the engine's thread one message at a time: the next one is
 * read when the engine has dealt with the one before, so that a flood slows its sender
 * and fills no queue here. Thread-safe.
 */
final class Turnstile {

	private static final Duration LOOK = Duration.ofMillis(200);

	/** Looks, not time: a process that was stopped does not give up when it wakes up. */
	private static final int MAX_LOOKS = 300;

	private final EngineScheduler scheduler;

	Turnstile(EngineScheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Has a message dealt with, and waits for that. Not to be called on the engine's
	 * thread.
	 * @param from where it came from; closed if the engine does not deal with it
	 * @param task deals with it
	 */
	void pass(ControlChannel from, Runnable task) {
		CountDownLatch done = new CountDownLatch(1);
		this.scheduler.execute(() -> {
			try {
				task.run();
			}
			finally {
				done.countDown();
			}
		});
		try {
			int looks = 0;
			while (!done.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) && !from.isClosed()) {
				if (++looks == MAX_LOOKS) {
					from.close();
				}
			}
		}
		catch (InterruptedException ex) {
			from.close();
			Thread.currentThread().interrupt();
		}
	}

}
