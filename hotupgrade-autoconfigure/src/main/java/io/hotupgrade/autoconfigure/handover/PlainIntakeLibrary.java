package io.hotupgrade.autoconfigure.handover;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Beans that do what {@link SmartLifecycle} says: they tell when they have stopped.
 */
final class PlainIntakeLibrary implements IntakeLibrary {

	@Override
	public boolean knows(Lifecycle bean) {
		return true;
	}

	@Override
	public Stopping stop(Lifecycle bean) {
		CountDownLatch stopped = new CountDownLatch(1);
		if (bean instanceof SmartLifecycle smart) {
			smart.stop(stopped::countDown);
		}
		else {
			bean.stop();
			stopped.countDown();
		}
		return (limit) -> stopped.await(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

}
