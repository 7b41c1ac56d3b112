package io.hotupgrade.messagingapp;

import java.time.Instant;

import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.support.CronTrigger;

/**
 * Remembers for when the next run is. The next but one is asked for only after it.
 */
class KnownCronTrigger extends CronTrigger {

	private volatile Instant due = Instant.EPOCH;

	KnownCronTrigger(String expression) {
		super(expression);
	}

	@Override
	public Instant nextExecution(TriggerContext context) {
		Instant next = super.nextExecution(context);
		this.due = next;
		return next;
	}

	Instant due() {
		return this.due;
	}

}
