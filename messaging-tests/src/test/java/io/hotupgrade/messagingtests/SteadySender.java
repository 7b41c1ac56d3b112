package io.hotupgrade.messagingtests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.hotupgrade.loadmeter.process.Waiting;

/**
 * Sends the numbers from 1 on at a steady pace, as long as it is told to and at least as
 * many as were asked for. A number that cannot be sent ends it.
 */
final class SteadySender implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private final Broker broker;

	private final int least;

	private final long periodNanos;

	private final Thread thread = new Thread(this::run, "sender");

	private volatile long sent;

	private volatile boolean stopping;

	private volatile Exception failure;

	private SteadySender(Broker broker, int least, int perSecond) {
		this.broker = broker;
		this.least = least;
		this.periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to send.
	 * @param broker where to
	 * @param least how many at least
	 * @param perSecond how many in a second
	 * @return the sender, to be closed
	 */
	static SteadySender start(Broker broker, int least, int perSecond) {
		SteadySender sender = new SteadySender(broker, least, perSecond);
		sender.thread.start();
		return sender;
	}

	private void run() {
		long next = System.nanoTime();
		try {
			while (!this.stopping || this.sent < this.least) {
				this.broker.send(this.sent + 1);
				this.sent++;
				next += this.periodNanos;
				LockSupport.parkNanos(next - System.nanoTime());
			}
		}
		catch (Exception ex) {
			this.failure = ex;
		}
	}

	/**
	 * How many have been sent so far.
	 */
	long sent() {
		return this.sent;
	}

	/**
	 * Waits until at least as many as were asked for have been sent, and ends.
	 * @return how many have been sent
	 */
	long stop() throws InterruptedException {
		this.stopping = true;
		this.thread.join(LIMIT.toMillis());
		if (this.failure != null || this.thread.isAlive()) {
			throw new IllegalStateException("Not everything could be sent, only " + this.sent, this.failure);
		}
		return this.sent;
	}

	@Override
	public void close() {
		this.thread.interrupt();
		Waiting.until(LIMIT, () -> !this.thread.isAlive());
	}

}
