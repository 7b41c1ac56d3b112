package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuartzIntakeLibrary}, with a scheduler that keeps its triggers in
 * memory.
 */
class QuartzIntakeLibraryTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final TriggerKey KEY = TriggerKey.triggerKey("trigger");

	private final QuartzIntakeLibrary library = new QuartzIntakeLibrary();

	private final SchedulerFactoryBean scheduler = new SchedulerFactoryBean();

	private final Work work = new Work();

	@BeforeEach
	void create() throws Exception {
		Properties properties = new Properties();
		properties.put(StdSchedulerFactory.PROP_THREAD_POOL_PREFIX + ".threadCount", "2");
		this.scheduler.setQuartzProperties(properties);
		this.scheduler.afterPropertiesSet();
	}

	@AfterEach
	void shutDown() throws Exception {
		this.work.end.countDown();
		this.scheduler.destroy();
	}

	@Test
	void jobThatTheSchedulersThreadWaitsForAlreadyDoesNotRunAfterTheStop() throws Exception {
		this.scheduler.start();
		schedule(Instant.now().plusMillis(300));
		this.library.close(this.scheduler, Instant.now());
		assertThat(this.library.stop(this.scheduler).await(LIMIT)).isTrue();
		assertThat(this.work.begun.await(600, TimeUnit.MILLISECONDS)).isFalse();
	}

	@Test
	void jobThatIsDueLaterDoesNotRunEvenBeforeTheStop() throws Exception {
		this.scheduler.start();
		this.library.close(this.scheduler, Instant.now().minusSeconds(1));
		schedule(Instant.now());
		assertThat(this.work.begun.await(300, TimeUnit.MILLISECONDS)).isFalse();
	}

	@Test
	void runningJobIsWaitedFor() throws Exception {
		this.scheduler.start();
		schedule(Instant.now());
		assertThat(this.work.begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.library.close(this.scheduler, Instant.now());
		Stopping stopping = this.library.stop(this.scheduler);
		assertThat(stopping.await(Duration.ofMillis(1))).isFalse();
		this.work.end.countDown();
		assertThat(stopping.await(LIMIT)).isTrue();
	}

	@Test
	void runThatThePredecessorHasDoneIsLeftOut() throws Exception {
		Instant due = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
		schedule(due);
		this.library.start(this.scheduler, due);
		assertThat(this.scheduler.isRunning()).isTrue();
		assertThat(this.scheduler.getScheduler().getTrigger(KEY).getNextFireTime())
			.isEqualTo(Date.from(due.plus(1, ChronoUnit.HOURS)));
		assertThat(this.work.runs).hasValue(0);
	}

	@Test
	void runThatFellDueWhileNobodyWorkedIsMadeUpFor() throws Exception {
		Instant due = Instant.now().minusSeconds(1);
		schedule(due);
		this.library.start(this.scheduler, due.minusMillis(1));
		assertThat(this.work.begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void jobsRunAgainAfterARollBack() throws Exception {
		this.scheduler.start();
		this.library.close(this.scheduler, Instant.now());
		assertThat(this.library.stop(this.scheduler).await(LIMIT)).isTrue();
		this.library.start(this.scheduler, Instant.now());
		schedule(Instant.now());
		assertThat(this.work.begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void runThatWasNotLetThroughIsMadeUpForIfNobodyHasDoneIt() throws Exception {
		this.scheduler.start();
		Instant due = Instant.now();
		Instant stopped = due.minusSeconds(1);
		this.library.close(this.scheduler, stopped);
		schedule(due);
		assertThat(Looking.until(LIMIT, () -> nextRun().isAfter(due.plusSeconds(1)))).isTrue();
		assertThat(this.library.stop(this.scheduler).await(LIMIT)).isTrue();
		this.library.start(this.scheduler, stopped);
		assertThat(this.work.begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	private Instant nextRun() {
		try {
			return this.scheduler.getScheduler().getTrigger(KEY).getNextFireTime().toInstant();
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Once an hour from then on. */
	private void schedule(Instant first) throws Exception {
		JobDetail job = JobBuilder.newJob(WorkJob.class)
			.usingJobData(new JobDataMap(Map.of("work", this.work)))
			.build();
		Trigger trigger = TriggerBuilder.newTrigger()
			.withIdentity(KEY)
			.startAt(Date.from(first))
			.withSchedule(SimpleScheduleBuilder.repeatHourlyForever())
			.build();
		this.scheduler.getScheduler().scheduleJob(job, trigger);
	}

	/**
	 * What a job does: it waits for the test.
	 */
	static final class Work {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private final AtomicInteger runs = new AtomicInteger();

	}

	/**
	 * The job, which Quartz creates for each run.
	 */
	public static final class WorkJob implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			Work work = (Work) context.getMergedJobDataMap().get("work");
			work.runs.incrementAndGet();
			work.begun.countDown();
			try {
				work.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
