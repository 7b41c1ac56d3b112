package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * {@link EngineScheduler} on a real thread.
 */
final class EngineThread implements EngineScheduler {

	private static final EngineLog logger = EngineLog.of(EngineThread.class);

	private final ScheduledThreadPoolExecutor executor;

	/** The executor makes another one should this have been ended. */
	private volatile @Nullable Thread thread;

	EngineThread() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "hotupgrade-engine");
			thread.setDaemon(true);
			this.thread = thread;
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Instant now() {
		return Instant.now();
	}

	@Override
	public boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	@Override
	public void execute(Runnable task) {
		try {
			this.executor.execute(logged(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The engine has been closed; a task was dropped");
		}
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		ScheduledFuture<?> future = this.executor.schedule(logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public Runnable repeat(Runnable task, Duration period) {
		ScheduledFuture<?> future = this.executor.scheduleWithFixedDelay(logged(task), period.toNanos(),
				period.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public void shutdown() {
		this.executor.shutdown();
	}

	/**
	 * Nothing that one task throws may go unseen, or keep others from running.
	 */
	private static Runnable logged(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				log(ex);
			}
		};
	}

	private static void log(Throwable failure) {
		try {
			logger.error("Internal error of the upgrade engine; this instance goes on serving", failure);
		}
		catch (Throwable ex) {
			// What keeps a message from being logged, such as a want of memory, must not
			// end a repeated task.
			failure.addSuppressed(ex);
		}
	}

}
