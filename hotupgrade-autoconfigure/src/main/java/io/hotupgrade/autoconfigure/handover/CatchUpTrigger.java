package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.support.SimpleTriggerContext;

/**
 * Makes up for each time that fell due while nobody worked, one after the other: a job of
 * once a day must not be lost because an upgrade fell into that second. Then it goes on
 * as usual.
 */
final class CatchUpTrigger implements Trigger {

	private final Trigger trigger;

	private final Instant since;

	private final Instant until;

	/**
	 * Creates a trigger.
	 * @param trigger tells the times, by the clock
	 * @param since what fell due by then is done
	 * @param until from when on somebody works again
	 */
	CatchUpTrigger(Trigger trigger, Instant since, Instant until) {
		this.trigger = trigger;
		this.since = since;
		this.until = until;
	}

	@Override
	public @Nullable Instant nextExecution(TriggerContext context) {
		Instant last = context.lastScheduledExecution();
		Instant done = (last != null) ? last : this.since;
		if (last == null || done.isBefore(this.until)) {
			Instant next = this.trigger.nextExecution(new SimpleTriggerContext(done, done, done));
			if (last == null || next != null && next.isBefore(this.until)) {
				return next;
			}
		}
		return this.trigger.nextExecution(context);
	}

}
