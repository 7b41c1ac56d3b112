package io.hotupgrade.messagingapp;

import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Has each second as a number. Scheduled as a method with
 * {@code @Scheduled(cron = "* * * * * *")} is, but knows which second a run is for, also
 * where that is made up for.
 */
@Component
@Profile("cron")
class CronNumbers implements SchedulingConfigurer {

	private final NumberHandler handler;

	private final KnownCronTrigger trigger = new KnownCronTrigger("* * * * * *");

	CronNumbers(NumberHandler handler) {
		this.handler = handler;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addCronTask(new CronTask(this::handle, this.trigger));
	}

	private void handle() {
		this.handler.handleUnchecked(this.trigger.due().getEpochSecond());
	}

}
