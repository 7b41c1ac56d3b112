package io.hotupgrade.netty;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the process alive while a server drains that does not listen any more: the
 * threads of Reactor Netty are daemons, and whoever keeps the process alive otherwise,
 * such as Spring Boot, does so for as long as the server listens.
 */
final class ProcessLife {

	private @Nullable CountDownLatch end;

	/** Keeps the process alive from now on. Has no effect when called again. */
	synchronized void hold() {
		if (this.end == null) {
			CountDownLatch latch = new CountDownLatch(1);
			this.end = latch;
			Thread thread = new Thread(() -> await(latch), "hotupgrade-reactor-netty");
			thread.setDaemon(false);
			thread.start();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Lets the process end. */
	synchronized void release() {
		if (this.end != null) {
			this.end.countDown();
			this.end = null;
		}
	}

}
