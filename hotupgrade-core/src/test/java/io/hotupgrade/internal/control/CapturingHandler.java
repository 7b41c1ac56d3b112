package io.hotupgrade.internal.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;

/**
 * Keeps everything that it is told.
 */
class CapturingHandler implements ControlChannel.Handler {

	static final Duration PROMPTLY = Duration.ofSeconds(5);

	final List<ControlMessage> messages = new CopyOnWriteArrayList<>();

	final List<Optional<Throwable>> ends = new CopyOnWriteArrayList<>();

	volatile Thread thread;

	@Override
	public void received(ControlChannel channel, ControlMessage message) {
		this.thread = Thread.currentThread();
		this.messages.add(message);
	}

	@Override
	public void closed(ControlChannel channel, Optional<Throwable> cause) {
		this.thread = Thread.currentThread();
		this.ends.add(cause);
	}

	void awaitMessages(int count) {
		Awaitility.await().atMost(PROMPTLY).until(() -> this.messages.size() >= count);
	}

	/** Waits for the end and for that of the thread, after which nothing can follow. */
	Optional<Throwable> awaitEnd() {
		Awaitility.await().atMost(PROMPTLY).until(() -> !this.ends.isEmpty() && !this.thread.isAlive());
		return this.ends.get(0);
	}

}
