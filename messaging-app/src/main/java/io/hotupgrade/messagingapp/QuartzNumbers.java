package io.hotupgrade.messagingapp;

import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.quartz.QuartzJobBean;

/**
 * Has each second as a number, by a job of Quartz.
 */
@Configuration(proxyBeanMethods = false)
@Profile({ "quartz", "quartz-jdbc" })
class QuartzNumbers {

	@Bean
	JobDetail second() {
		return JobBuilder.newJob(SecondJob.class).withIdentity("second").storeDurably().build();
	}

	@Bean
	Trigger eachSecond(JobDetail second) {
		return TriggerBuilder.newTrigger()
			.forJob(second)
			.withIdentity("each-second")
			.withSchedule(CronScheduleBuilder.cronSchedule("* * * * * ?"))
			.build();
	}

	/**
	 * Handles the second that it is for.
	 */
	static class SecondJob extends QuartzJobBean {

		private final NumberHandler handler;

		SecondJob(NumberHandler handler) {
			this.handler = handler;
		}

		@Override
		protected void executeInternal(JobExecutionContext context) {
			this.handler.handleUnchecked(context.getScheduledFireTime().toInstant().getEpochSecond());
		}

	}

}
