package io.hotupgrade.loadmeter;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waiting that can be called off, for all threads at once and for good.
 */
final class Pauses {

	private final CountDownLatch calledOff = new CountDownLatch(1);

	/**
	 * Waits.
	 * @param nanoTime until when, on the scale of {@link System#nanoTime()}
	 * @return {@code false} if waiting has been called off
	 */
	boolean until(long nanoTime) {
		try {
			return !this.calledOff.await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			callOff();
			return false;
		}
	}

	void callOff() {
		this.calledOff.countDown();
	}

	boolean areCalledOff() {
		return this.calledOff.getCount() == 0;
	}

}
