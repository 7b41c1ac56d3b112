package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;

import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Lets no job of Quartz run that falls due after a certain moment.
 */
final class LateRunVeto extends TriggerListenerSupport {

	static final String NAME = LateRunVeto.class.getName();

	private final Instant moment;

	LateRunVeto(Instant moment) {
		this.moment = moment;
	}

	Instant moment() {
		return this.moment;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
		return context.getScheduledFireTime().toInstant().isAfter(this.moment);
	}

}
