package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * A bean that has its resource while it runs, such as one that listens on a port.
 */
final class LifecycleResource implements HeldResource {

	private final Lifecycle bean;

	private boolean stopped;

	LifecycleResource(Lifecycle bean) {
		this.bean = bean;
	}

	@Override
	public void release(Duration limit) throws Exception {
		if (!this.bean.isRunning()) {
			return;
		}
		this.stopped = true;
		CountDownLatch over = new CountDownLatch(1);
		if (this.bean instanceof SmartLifecycle smart) {
			smart.stop(over::countDown);
		}
		else {
			this.bean.stop();
			over.countDown();
		}
		if (!over.await(limit.toNanos(), TimeUnit.NANOSECONDS) || this.bean.isRunning()) {
			throw new TimeoutException("it has not stopped within %d ms".formatted(limit.toMillis()));
		}
	}

	@Override
	public void takeBack() {
		if (this.stopped && !this.bean.isRunning()) {
			this.bean.start();
		}
		this.stopped = false;
	}

}
