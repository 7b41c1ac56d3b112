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

	private final DeferredTask task;

	private @Nullable Instant due;

	private @Nullable ScheduledFuture<?> scheduled;

	private boolean skipped;

	/**
	 * Creates a trigger.
	 * @param trigger tells the times
	 * @param task the task that it is for
	 */
	DueTrigger(Trigger trigger, DeferredTask task) {
		this.trigger = trigger;
		this.task = task;
	}

	/**
	 * Tells what the scheduler has made of the task.
	 */
	synchronized void scheduled(ScheduledFuture<?> future) {
		this.scheduled = future;
	}

	@Override
	public @Nullable Instant nextExecution(TriggerContext context) {
		if (isSkipped()) {
			return null;
		}
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
	 * The run that is due is not to be, nor any other by this trigger.
	 * @return the task, which has to be scheduled again to go on
	 */
	synchronized DeferredTask skip() {
		this.skipped = true;
		this.due = null;
		return this.task;
	}

	synchronized boolean isSkipped() {
		return this.skipped;
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
		return this.skipped || this.scheduled != null && this.scheduled.isDone();
	}

}
