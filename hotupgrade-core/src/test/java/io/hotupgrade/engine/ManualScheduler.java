package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * {@link EngineScheduler} whose time stands still until the test moves it.
 */
class ManualScheduler implements EngineScheduler {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));

	private long now;

	private Duration wallClockJump = Duration.ZERO;

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant now() {
		return Instant.EPOCH.plusNanos(this.now).plus(this.wallClockJump);
	}

	/** The test's thread is the engine's. */
	@Override
	public boolean isCurrent() {
		return true;
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		Timer timer = new Timer(this.now + delay.toNanos(), task);
		this.timers.add(timer);
		return () -> this.timers.remove(timer);
	}

	@Override
	public Runnable repeat(Runnable task, Duration period) {
		Repetition repetition = new Repetition(task, period);
		repetition.arm();
		return repetition::cancel;
	}

	@Override
	public void shutdown() {
		this.tasks.clear();
		this.timers.clear();
	}

	/**
	 * Runs what is due now.
	 */
	void run() {
		while (!this.tasks.isEmpty()) {
			this.tasks.poll().run();
		}
	}

	void advance(Duration duration) {
		long until = this.now + duration.toNanos();
		run();
		while (!this.timers.isEmpty() && this.timers.peek().at() <= until) {
			Timer timer = this.timers.poll();
			this.now = timer.at();
			timer.task().run();
			run();
		}
		this.now = until;
	}

	/**
	 * Lets time pass in which the whole process is stopped: what becomes due meanwhile
	 * runs afterwards, each timer once.
	 */
	void sleep(Duration duration) {
		this.now += duration.toNanos();
		while (!this.timers.isEmpty() && this.timers.peek().at() <= this.now) {
			this.timers.poll().task().run();
			run();
		}
	}

	/**
	 * Somebody sets the wall clock.
	 * @param by how far, back if negative
	 */
	void jumpWallClock(Duration by) {
		this.wallClockJump = this.wallClockJump.plus(by);
	}

	int timers() {
		return this.timers.size();
	}

	private final class Repetition {

		private final Runnable task;

		private final Duration period;

		private Timer next;

		Repetition(Runnable task, Duration period) {
			this.task = task;
			this.period = period;
		}

		void arm() {
			this.next = new Timer(ManualScheduler.this.now + this.period.toNanos(), () -> {
				arm();
				this.task.run();
			});
			ManualScheduler.this.timers.add(this.next);
		}

		void cancel() {
			ManualScheduler.this.timers.remove(this.next);
		}

	}

	private record Timer(long at, Runnable task) {
	}

}
