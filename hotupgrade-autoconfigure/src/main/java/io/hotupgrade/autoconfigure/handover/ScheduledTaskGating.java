package io.hotupgrade.autoconfigure.handover;

import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Puts the gate before the scheduler of {@code @Scheduled} methods, whichever that is.
 * The last of all configurers, so that it finds the one that another has chosen.
 */
final class ScheduledTaskGating implements SchedulingConfigurer, Ordered {

	private final ContextBackgroundWork work;

	ScheduledTaskGating(ContextBackgroundWork work) {
		this.work = work;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		TaskScheduler scheduler = registrar.getScheduler();
		if (scheduler != null) {
			registrar.setTaskScheduler(this.work.gated(scheduler));
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
