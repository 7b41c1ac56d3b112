package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;

/**
 * Decides whether scheduled tasks may run, and counts those that do. Safe for use by many
 * threads.
 * <p>
 * What is registered while the gate is closed is not scheduled before it opens. What was
 * scheduled before keeps its times, and is skipped as long as the gate is closed.
 */
final class ScheduledTaskGate {

	private final List<DeferredTask> deferred = new ArrayList<>();

	private boolean open;

	private int running;

	ScheduledTaskGate(boolean open) {
		this.open = open;
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
		DeferredTask task = new DeferredTask(schedule);
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

	synchronized void leave() {
		this.running--;
		notifyAll();
	}

	/**
	 * Lets no task begin from now on.
	 */
	synchronized void close() {
		this.open = false;
	}

	/**
	 * Lets tasks run, and schedules those that were registered meanwhile.
	 */
	void open(Instant since) {
		List<DeferredTask> tasks;
		synchronized (this) {
			this.open = true;
			tasks = List.copyOf(this.deferred);
			this.deferred.clear();
		}
		tasks.forEach((task) -> task.schedule(since));
	}

	/**
	 * Waits for the tasks that run.
	 * @return how many still do when the time is up
	 */
	synchronized int awaitIdle(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			long left = limit.toMillis();
			while (this.running > 0 && left > 0) {
				wait(left);
				left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.running;
	}

}
