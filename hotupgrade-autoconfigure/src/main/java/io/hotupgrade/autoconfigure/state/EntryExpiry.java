package io.hotupgrade.autoconfigure.state;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends entries of caches that have a fixed time from a write: one that has come along was
 * written before it was put into the cache. Its thread ends with the last of them.
 */
final class EntryExpiry implements AutoCloseable {

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "hotupgrade-cache-expiry");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Ends an entry.
	 * @param remaining when to
	 * @param removal removes it
	 */
	void after(Duration remaining, Runnable removal) {
		this.timer.schedule(removal, remaining.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * No more entries come. Those that have come are still ended.
	 */
	@Override
	public void close() {
		this.timer.shutdown();
	}

}
