package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.Lifecycle;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Quartz, which is put into stand-by. That alone waits for no job, and lets one run for
 * which the scheduler's thread is waiting already, up to half a minute later. Besides, a
 * scheduler that keeps its triggers in memory knows nothing of what another instance has
 * run. Triggers in a database are shared: whoever fires one has it.
 */
final class QuartzIntakeLibrary implements IntakeLibrary {

	private static final Logger logger = LoggerFactory.getLogger(QuartzIntakeLibrary.class);

	/** What is due and not fired by then is not going to be: all threads are taken. */
	private static final Duration FIRING_LIMIT = Duration.ofMillis(500);

	/** Of no trigger at all: only the scheduler's thread is to look again. */
	private static final TriggerKey NONE = new TriggerKey("none", "io.hotupgrade");

	@Override
	public boolean knows(Lifecycle bean) {
		return bean instanceof SchedulerFactoryBean;
	}

	@Override
	public void close(Lifecycle bean, Instant moment) {
		Scheduler scheduler = scheduler(bean);
		try {
			if (isInMemory(scheduler)) {
				scheduler.getListenerManager().addTriggerListener(new LateRunVeto(moment));
			}
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException("Quartz cannot be kept from running jobs", ex);
		}
	}

	@Override
	public Stopping stop(Lifecycle bean) {
		Scheduler scheduler = scheduler(bean);
		bean.stop();
		try {
			scheduler.pauseTrigger(NONE);
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException("Quartz may begin one more job", ex);
		}
		return (limit) -> await(scheduler, limit);
	}

	private static boolean await(Scheduler scheduler, Duration limit) throws InterruptedException {
		long begin = System.nanoTime();
		return Looking.until(limit, () -> {
			try {
				return !isBusy(scheduler, Duration.ofNanos(System.nanoTime() - begin));
			}
			catch (SchedulerException ex) {
				throw new IllegalStateException("Quartz does not tell which jobs run", ex);
			}
		});
	}

	private static boolean isBusy(Scheduler scheduler, Duration waited) throws SchedulerException {
		// In this order: what is not waiting any more runs.
		boolean firing = isInMemory(scheduler) && waited.compareTo(FIRING_LIMIT) < 0 && isFiring(scheduler);
		return firing || !scheduler.getCurrentlyExecutingJobs().isEmpty();
	}

	/** Whether a run is due that is not left to the other instance. */
	private static boolean isFiring(Scheduler scheduler) throws SchedulerException {
		Optional<LateRunVeto> veto = veto(scheduler);
		if (veto.isEmpty()) {
			return false;
		}
		for (TriggerKey key : triggers(scheduler)) {
			Trigger trigger = scheduler.getTrigger(key);
			Date next = (trigger != null) ? trigger.getNextFireTime() : null;
			if (next != null && !next.toInstant().isAfter(veto.get().moment())
					&& scheduler.getTriggerState(key) == Trigger.TriggerState.NORMAL) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void start(Lifecycle bean, Instant since) {
		Scheduler scheduler = scheduler(bean);
		try {
			Set<TriggerKey> vetoed = veto(scheduler).map(LateRunVeto::vetoed).orElse(Set.of());
			scheduler.getListenerManager().removeTriggerListener(LateRunVeto.NAME);
			if (isInMemory(scheduler)) {
				for (TriggerKey key : triggers(scheduler)) {
					goOnAfter(scheduler, key, Date.from(since), vetoed.contains(key));
				}
			}
		}
		catch (SchedulerException ex) {
			logger.warn("Quartz may run jobs again that the other instance has run, or leave out some", ex);
		}
		bean.start();
	}

	/**
	 * What others have run is left out, and what nobody has run is made up for.
	 */
	private static void goOnAfter(Scheduler scheduler, TriggerKey key, Date since, boolean vetoed)
			throws SchedulerException {
		Trigger trigger = scheduler.getTrigger(key);
		if (trigger == null || trigger.getNextFireTime() == null || trigger.getNextFireTime().after(since) && !vetoed) {
			return;
		}
		Date next = trigger.getFireTimeAfter(since);
		if (next == null) {
			scheduler.unscheduleJob(key);
		}
		else {
			scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startAt(next).build());
		}
	}

	private static Optional<LateRunVeto> veto(Scheduler scheduler) throws SchedulerException {
		return Optional.ofNullable(scheduler.getListenerManager().getTriggerListener(LateRunVeto.NAME))
			.map(LateRunVeto.class::cast);
	}

	private static Set<TriggerKey> triggers(Scheduler scheduler) throws SchedulerException {
		return scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup());
	}

	private static boolean isInMemory(Scheduler scheduler) throws SchedulerException {
		return !scheduler.getMetaData().isJobStoreSupportsPersistence();
	}

	private static Scheduler scheduler(Lifecycle bean) {
		return ((SchedulerFactoryBean) bean).getScheduler();
	}

}
