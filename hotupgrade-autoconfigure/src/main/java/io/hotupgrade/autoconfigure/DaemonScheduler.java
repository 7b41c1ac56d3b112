package io.hotupgrade.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A {@link Scheduler} on daemon threads, which are made when the first task comes.
 */
final class DaemonScheduler implements Scheduler {

	private final ScheduledThreadPoolExecutor executor;

	DaemonScheduler(int threads, String threadNamePrefix) {
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
