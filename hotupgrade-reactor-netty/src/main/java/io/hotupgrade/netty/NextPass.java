package io.hotupgrade.netty;

import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;

/**
 * The next pass of an event loop, which begins with a look at what the kernel has. What
 * is only executed may come before that.
 */
final class NextPass {

	private NextPass() {
	}

	/**
	 * Runs a task when the loop has handled all that was there for it.
	 * @param loop the loop, on whose thread this is called
	 * @param task the task
	 */
	static void run(EventExecutor loop, Runnable task) {
		// Tasks that are due are fetched once in each pass, behind the kernel's events.
		loop.schedule(task, 0, TimeUnit.NANOSECONDS);
	}

}
