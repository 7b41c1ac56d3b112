package io.hotupgrade.autoconfigure.handover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether scheduled tasks may run, and counts those that do. Safe for use by many
 * threads.
 * <p>
 * What is registered while the gate is closed is not scheduled before it opens. What was
 * scheduled before keeps its times, and is skipped as long as the gate is closed. A task
 * by the clock that was skipped is scheduled anew when it opens, as somebody else may
 * have run it or not. A run that was due by the clock when the gate closed is not
 * skipped, even if it begins a moment later: nobody else would do it.
 */
final class ScheduledTaskGate {

	private static final Duration LOOK = Duration.ofMillis(20);

	private final List<DeferredTask> deferred = new ArrayList<>();

	/** Of the tasks whose runs are due by the clock. */
	private final List<DueTrigger> due = new ArrayList<>();

	private final Clock clock;

	private boolean open;

	private Instant closedAt;

	private int running;

	ScheduledTaskGate(boolean open) {
		this(open, Clock.systemUTC());
	}

	ScheduledTaskGate(boolean open, Clock clock) {
		this.open = open;
		this.clock = clock;
		this.closedAt = clock.instant();
	}

	/**
	 * Schedules a task now or when the gate opens.
	 * @param schedule schedules it; is given the moment from which nobody has run the
	 * task, if that lies in the past
	 */
	synchronized ScheduledFuture<?> register(Function<Optional<Instant>, ScheduledFuture<?>> schedule) {
		if (this.open) {
			return schedule.apply(Optional.empty());
		}
		DeferredTask task = new DeferredTask((any, since) -> schedule.apply(since));
		this.deferred.add(task);
		return task;
	}

	/**
	 * The same for a task whose runs are due by the clock.
	 * @return the task; {@code null} if it will never run
	 */
	synchronized @Nullable ScheduledFuture<?> registerByClock(DeferredTask.Scheduling scheduling) {
		DeferredTask task = new DeferredTask(scheduling);
		if (this.open) {
			return task.schedule(Optional.empty()) ? task : null;
		}
		this.deferred.add(task);
		return task;
	}

	/**
	 * Asks whether a task may run now. If so, {@link #leave()} has to follow.
	 */
	synchronized boolean enter() {
		if (this.open) {
			this.running++;
		}
		return this.open;
	}

	/**
	 * The same for a task whose runs are due by the clock.
	 */
	synchronized boolean enter(DueTrigger trigger) {
		Instant moment = trigger.begin();
		notifyAll();
		if (trigger.isSkipped()) {
			return false;
		}
		if (moment == null) {
			return enter();
		}
		if (this.open && moment.isAfter(this.closedAt)) {
			// Where a timer was early: not to be done again by whoever comes next.
			this.closedAt = moment;
		}
		boolean may = this.open || !moment.isAfter(this.closedAt);
		if (may) {
			this.running++;
		}
		else {
			this.deferred.add(trigger.skip());
		}
		return may;
	}

	/**
	 * Waits for the runs of a task, too, that are due by the clock when the gate closes.
	 */
	synchronized void watch(DueTrigger trigger) {
		this.due.removeIf(DueTrigger::isOver);
		this.due.add(trigger);
	}

	synchronized void leave() {
		this.running--;
		notifyAll();
	}

	/**
	 * Lets no task begin from now on, but those that are due.
	 * @return the moment by which those are due that may still run; it stays the same
	 * until the gate has been open again
	 */
	synchronized Instant close() {
		if (this.open) {
			this.open = false;
			Instant now = this.clock.instant();
			this.closedAt = now.isAfter(this.closedAt) ? now : this.closedAt;
		}
		return this.closedAt;
	}

	/**
	 * Lets tasks run, and schedules those that were registered or skipped meanwhile.
	 * @param since nobody has run what fell due by the clock after this moment
	 */
	void open(Instant since) {
		List<DeferredTask> tasks;
		synchronized (this) {
			this.open = true;
			Instant now = this.clock.instant();
			this.due.stream()
				.filter((trigger) -> trigger.isDueBy(now) && !trigger.isDueBy(this.closedAt))
				.map(DueTrigger::skip)
				.forEach(this.deferred::add);
			tasks = List.copyOf(this.deferred);
			this.deferred.clear();
		}
		tasks.forEach((task) -> task.schedule(Optional.of(since)));
	}

	/**
	 * Waits for the tasks that run or are due.
	 * @return how many still do or are when the time is up
	 */
	synchronized int awaitIdle(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			long left = limit.toMillis();
			while (busy() > 0 && left > 0) {
				// Nobody tells when a task is cancelled that was due.
				wait(Math.min(left, LOOK.toMillis()));
				left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return busy();
	}

	private int busy() {
		long waiting = this.due.stream().filter((trigger) -> trigger.isDueBy(this.closedAt)).count();
		return this.running + (int) waiting;
	}

}
