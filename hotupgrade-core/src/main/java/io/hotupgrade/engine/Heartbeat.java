package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Tells a peer that this process is alive, and notices when nothing is heard of the peer.
 * Used on the engine's thread only, so that it also tells of that thread's health.
 * <p>
 * What is counted are this process's own beats, not time: one that was itself stopped, as
 * by SIGSTOP or with its virtual machine, does not blame its peer when it wakes up.
 */
final class Heartbeat {

	static final Duration PERIOD = Duration.ofSeconds(1);

	private final EngineScheduler scheduler;

	private final long limit;

	private final LongConsumer send;

	private final Consumer<Duration> onSilence;

	private long beats;

	private long silent;

	private long lastBeat;

	private boolean running;

	/**
	 * Creates a heartbeat that has not begun.
	 * @param scheduler runs it
	 * @param timeout how long the peer may be silent; rounded up to whole beats
	 * @param send sends a beat with its number
	 * @param onSilence told at every beat how long the peer has been silent, once that is
	 * too long
	 */
	Heartbeat(EngineScheduler scheduler, Duration timeout, LongConsumer send, Consumer<Duration> onSilence) {
		this.scheduler = scheduler;
		this.limit = Math.max(1, timeout.plus(PERIOD).minusNanos(1).dividedBy(PERIOD));
		this.send = send;
		this.onSilence = onSilence;
	}

	void start() {
		if (!this.running) {
			this.running = true;
			this.lastBeat = this.scheduler.nanoTime();
			this.scheduler.schedule(this::beat, PERIOD);
		}
	}

	/**
	 * The peer has sent something, whatever it was.
	 */
	void heard() {
		this.silent = 0;
	}

	/**
	 * Whether the peer was heard of a moment ago.
	 */
	boolean isHeard() {
		return this.silent <= 1;
	}

	void stop() {
		this.running = false;
	}

	private void beat() {
		if (!this.running) {
			return;
		}
		this.scheduler.schedule(this::beat, PERIOD);
		this.beats++;
		this.send.accept(this.beats);
		if (isOverdue()) {
			// It was this process that did not hear, and has yet to read what has come.
			return;
		}
		this.silent++;
		if (this.silent >= this.limit) {
			this.onSilence.accept(PERIOD.multipliedBy(this.silent));
		}
	}

	private boolean isOverdue() {
		long now = this.scheduler.nanoTime();
		boolean overdue = now - this.lastBeat > PERIOD.multipliedBy(2).toNanos();
		this.lastBeat = now;
		return overdue;
	}

}
