package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for the drain, which must not wait for the server's: those may all be busy with
 * long requests. There are none while nothing is to be done.
 *
 * @since 0.1.0
 */
public final class DrainThreads {

	/** A write to a client that does not read holds one for some seconds. */
	private static final int THREADS = 4;

	private static final long IDLE_SECONDS = 5;

	private static final Logger logger = LoggerFactory.getLogger(DrainThreads.class);

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Creates threads, none of which runs.
	 * @param server name of the kind of server, of which theirs are made
	 */
	public DrainThreads(String server) {
		AtomicInteger count = new AtomicInteger();
		this.executor = new ScheduledThreadPoolExecutor(THREADS, (task) -> {
			Thread thread = new Thread(task, "hotupgrade-" + server + "-" + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Runs a task.
	 * @param task the task
	 * @param delay how much later
	 */
	public void execute(Runnable task, Duration delay) {
		try {
			this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A step of the drain failed; its connection is cut at the time limit at the latest", ex);
		}
	}

}
