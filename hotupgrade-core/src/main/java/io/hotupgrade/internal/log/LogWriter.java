package io.hotupgrade.internal.log;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.LoggerFactory;

/**
 * Runs what writes to the log, one after the other, on a daemon thread of its own. When
 * too much waits, the newest is left out and counted. Thread-safe.
 */
final class LogWriter {

	static final int DEFAULT_CAPACITY = 1000;

	private final BlockingQueue<Runnable> waiting;

	private final AtomicLong dropped = new AtomicLong();

	private boolean started;

	LogWriter(int capacity) {
		this.waiting = new ArrayBlockingQueue<>(capacity);
	}

	/**
	 * Starts the thread, unless it was started before.
	 * @throws OutOfMemoryError if there is no thread to be had
	 */
	synchronized void start() {
		if (!this.started) {
			Thread thread = new Thread(this::run, "hotupgrade-log");
			thread.setDaemon(true);
			thread.start();
			this.started = true;
		}
	}

	/**
	 * Has something written, and does not wait for it.
	 * @param entry writes it
	 */
	void write(Runnable entry) {
		try {
			start();
		}
		catch (OutOfMemoryError ex) {
			// Late is better than never, and that is when the log is needed.
			entry.run();
			return;
		}
		if (!this.waiting.offer(entry)) {
			this.dropped.incrementAndGet();
		}
	}

	/**
	 * Waits until what is there now is written.
	 * @param limit how long at most
	 */
	void flush(Duration limit) {
		CountDownLatch reached = new CountDownLatch(1);
		synchronized (this) {
			if (!this.started || !this.waiting.offer(reached::countDown)) {
				return;
			}
		}
		try {
			reached.await(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		while (true) {
			try {
				this.waiting.take().run();
				reportDropped();
			}
			catch (Throwable ex) {
				// Whatever an appender throws, the next message may do better.
				this.dropped.incrementAndGet();
			}
		}
	}

	private void reportDropped() {
		if (this.dropped.get() > 0 && this.waiting.isEmpty()) {
			LoggerFactory.getLogger(EngineLog.class)
				.warn("{} messages about upgrades are missing here, because the log could not be written for a while",
						this.dropped.getAndSet(0));
		}
	}

}
