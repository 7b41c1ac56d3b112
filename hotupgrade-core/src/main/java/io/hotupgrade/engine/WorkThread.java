package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for what the engine's own cannot wait for, one task after the other; there
 * only while it is needed.
 */
final class WorkThread implements Executor {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

	private final ThreadPoolExecutor executor;

	/**
	 * Creates it.
	 * @param name the thread's name
	 */
	WorkThread(String name) {
		this.executor = new ThreadPoolExecutor(1, 1, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, name);
					thread.setDaemon(true);
					return thread;
				}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	void shutdown() {
		this.executor.shutdown();
	}

}
