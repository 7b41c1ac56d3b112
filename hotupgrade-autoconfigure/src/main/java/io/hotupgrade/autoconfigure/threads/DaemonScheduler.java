package io.hotupgrade.autoconfigure.threads;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A {@link Scheduler} on daemon threads, which are made when the first task comes.
 *
 * @since 0.1.0
 */
public final class DaemonScheduler implements Scheduler {

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Creates a scheduler.
	 * @param threads how many tasks can run at once
	 * @param threadNamePrefix begins the names of its threads
	 */
	public DaemonScheduler(int threads, String threadNamePrefix) {
		this.executor = new ScheduledThreadPoolExecutor(threads, threadFactory(threadNamePrefix),
				new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	private static ThreadFactory threadFactory(String namePrefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(namePrefix);
		threads.setDaemon(true);
		return threads;
	}

	@Override
	public void schedule(Duration delay, Runnable task) {
		this.executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
