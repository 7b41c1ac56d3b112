package io.hotupgrade.sessions;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.SessionsReceipt;

/**
 * Counts what becomes of sessions while they are shared. Thread-safe.
 */
final class SessionTally {

	private final AtomicInteger moved = new AtomicInteger();

	private final AtomicInteger returned = new AtomicInteger();

	private final AtomicInteger unreadable = new AtomicInteger();

	/** One that is too large is asked for again and again. */
	private final Set<String> leftBehind = ConcurrentHashMap.newKeySet();

	void moved() {
		this.moved.incrementAndGet();
	}

	void returned() {
		this.returned.incrementAndGet();
	}

	void leftBehind(String id) {
		this.leftBehind.add(id);
	}

	void unreadable(int attributes) {
		this.unreadable.addAndGet(attributes);
	}

	int unreadable() {
		return this.unreadable.get();
	}

	SessionsReceipt receipt() {
		return new SessionsReceipt(this.moved.get(), this.returned.get(), this.leftBehind.size(),
				this.unreadable.get());
	}

	void reset() {
		this.moved.set(0);
		this.returned.set(0);
		this.unreadable.set(0);
		this.leftBehind.clear();
	}

}
