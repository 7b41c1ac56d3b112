package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Collects the results of all load threads. Thread-safe: its monitor guards everything
 * and is notified of every change.
 */
final class Recorder {

	private final LongSupplier nanoTime;

	private final Instant startedAt;

	private final RequestObserver observer;

	private final long start;

	private final Tally total;

	private final Map<String, Tally> windows = new LinkedHashMap<>();

	private final Map<String, Integer> inFlight = new HashMap<>();

	private Tally window;

	private boolean closed;

	private RuntimeException failure;

	Recorder(LongSupplier nanoTime, Instant startedAt, RequestObserver observer) {
		this.nanoTime = nanoTime;
		this.startedAt = startedAt;
		this.observer = observer;
		this.start = nanoTime.getAsLong();
		this.total = new Tally(this.start);
	}

	synchronized void begin(String kind) {
		this.inFlight.merge(kind, 1, Integer::sum);
		notifyAll();
	}

	synchronized void end(Result result) {
		this.inFlight.merge(result.kind(), -1, Integer::sum);
		if (!this.closed) {
			long now = this.nanoTime.getAsLong();
			Duration sinceStart = Duration.ofNanos(now - this.start);
			this.total.add(result, now, sinceStart);
			if (this.window != null) {
				this.window.add(result, now, sinceStart);
			}
			this.observer.ended(result.measuredAt(now));
		}
		notifyAll();
	}

	synchronized void closedIdle(String kind) {
		this.total.addClosedIdle(kind);
		if (this.window != null) {
			this.window.addClosedIdle(kind);
		}
	}

	/** Counts what follows in a window of that name, too. */
	synchronized void enter(String name) {
		long now = this.nanoTime.getAsLong();
		if (this.window != null) {
			this.window.leave(now);
		}
		this.window = this.windows.get(name);
		if (this.window == null) {
			this.window = new Tally(now);
			this.windows.put(name, this.window);
		}
		else {
			this.window.enter(now);
		}
	}

	/**
	 * The load ends: requests in flight still count, but the time until they end is no
	 * gap.
	 */
	synchronized void leave() {
		long now = this.nanoTime.getAsLong();
		this.total.leave(now);
		if (this.window != null) {
			this.window.leave(now);
		}
	}

	/** Counts nothing from now on: connections are being cut by the meter itself. */
	synchronized void close() {
		leave();
		this.closed = true;
		notifyAll();
	}

	synchronized void fail(RuntimeException unexpected) {
		if (this.failure == null) {
			this.failure = unexpected;
		}
		notifyAll();
	}

	synchronized int inFlight(String kind) {
		return this.inFlight.getOrDefault(kind, 0);
	}

	synchronized MeterReport report() {
		checkFailure();
		return this.total.report(this.startedAt, this.nanoTime.getAsLong());
	}

	synchronized MeterReport report(String name) {
		checkFailure();
		Tally named = this.windows.get(name);
		if (named == null) {
			throw new IllegalArgumentException("No window '" + name + "', only " + this.windows.keySet());
		}
		return named.report(this.startedAt, this.nanoTime.getAsLong());
	}

	/**
	 * Waits for something to happen.
	 * @return whether it has happened
	 */
	synchronized boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			checkFailure();
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (millis <= 0 || this.closed) {
				return false;
			}
			wait(millis);
		}
		return true;
	}

	private void checkFailure() {
		if (this.failure != null) {
			throw new IllegalStateException("The load meter itself failed: its numbers are worth nothing",
					this.failure);
		}
	}

}
