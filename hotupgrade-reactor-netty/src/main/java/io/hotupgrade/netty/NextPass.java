package io.hotupgrade.netty;

import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;

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
	static void run(EventLoop loop, Runnable task) {
		if (loop instanceof SingleThreadEventLoop passes) {
			// A pass that begins with a task in the queue asks the kernel. One that
			// begins
			// with none, and gets one from another thread before it waits, does not.
			passes.executeAfterEventLoopIteration(() -> loop.execute(task));
		}
		else {
			// Tasks that are due are fetched once in each pass, behind the kernel's
			// events.
			loop.schedule(task, 0, TimeUnit.NANOSECONDS);
		}
	}

}
