package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;

/**
 * Remembers when the next run of a task is due, until that begins. A scheduler asks for
 * the next one only after a run. Safe for use by many threads.
 */
final class DueTrigger implements Trigger {

	private final Trigger trigger;

	private @Nullable Instant due;

	private @Nullable ScheduledFuture<?> task;

	DueTrigger(Trigger trigger) {
		this.trigger = trigger;
	}

	/**
	 * Tells what the scheduler has made of the task.
	 */
	synchronized void scheduled(ScheduledFuture<?> someTask) {
		this.task = someTask;
	}

	@Override
	public @Nullable Instant nextExecution(TriggerContext context) {
		Instant next = this.trigger.nextExecution(context);
		synchronized (this) {
			this.due = next;
		}
		return next;
	}

	/**
	 * The run begins.
	 * @return when it was due, if that is known
	 */
	synchronized @Nullable Instant begin() {
		Instant begun = this.due;
		this.due = null;
		return begun;
	}

	/**
	 * Whether a run is due by then, has not begun, and will.
	 */
	synchronized boolean isDueBy(Instant moment) {
		return this.due != null && !this.due.isAfter(moment) && !isOver();
	}

	/**
	 * Whether there will be no run any more.
	 */
	synchronized boolean isOver() {
		return this.task != null && this.task.isDone();
	}

}
