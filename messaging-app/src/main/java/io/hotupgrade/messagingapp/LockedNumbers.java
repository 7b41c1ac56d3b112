package io.hotupgrade.messagingapp;

import java.io.IOException;

import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Has every other second as a number, in the instance that gets the lock.
 */
@Configuration(proxyBeanMethods = false)
@EnableSchedulerLock(defaultLockAtMostFor = "PT5S")
@Profile("shedlock")
class LockedNumbers {

	@Bean
	LockProvider lockProvider(DataSource dataSource) {
		return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
			.withJdbcTemplate(new JdbcTemplate(dataSource))
			.usingDbTime()
			.build());
	}

	@Bean
	LockedSecond lockedSecond(NumberHandler handler) {
		return new LockedSecond(handler);
	}

	/**
	 * A bean of its own, as the lock is taken by a proxy.
	 */
	static class LockedSecond {

		private final NumberHandler handler;

		LockedSecond(NumberHandler handler) {
			this.handler = handler;
		}

		/**
		 * The lock outlasts how late one instance may be, without being in the way of the
		 * next run of one that is.
		 */
		@Scheduled(cron = "*/2 * * * * *")
		@SchedulerLock(name = "second", lockAtLeastFor = "PT1S")
		public void second() throws InterruptedException, IOException {
			this.handler.handle(Seconds.now() / 2);
		}

	}

}
