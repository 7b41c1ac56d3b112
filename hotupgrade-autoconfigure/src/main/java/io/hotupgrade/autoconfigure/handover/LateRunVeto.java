package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Lets no job of Quartz run that falls due after a certain moment.
 */
final class LateRunVeto extends TriggerListenerSupport {

	static final String NAME = LateRunVeto.class.getName();

	private final Instant moment;

	private final Set<TriggerKey> vetoed = ConcurrentHashMap.newKeySet();

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
		boolean late = context.getScheduledFireTime().toInstant().isAfter(this.moment);
		if (late) {
			this.vetoed.add(trigger.getKey());
		}
		return late;
	}

	/**
	 * The triggers of which a run was not let through, which Quartz takes for done.
	 */
	Set<TriggerKey> vetoed() {
		return Set.copyOf(this.vetoed);
	}

}
