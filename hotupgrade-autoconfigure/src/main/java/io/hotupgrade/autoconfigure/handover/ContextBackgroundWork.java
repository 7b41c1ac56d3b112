package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.hotupgrade.BackgroundWork;
import io.hotupgrade.event.BackgroundWorkStartingEvent;
import io.hotupgrade.event.BackgroundWorkStoppingEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.scheduling.TaskScheduler;

/**
 * The background work of an application context: {@code @Scheduled} methods, the beans
 * that take in work, and what the application itself stops and starts on the events.
 */
final class ContextBackgroundWork implements BackgroundWork, ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ContextBackgroundWork.class);

	private final ConfigurableApplicationContext context;

	private final IntakeSelection selection;

	private final ScheduledTaskGate gate;

	private final IntakeBeans intake;

	private final ReactiveSubscriptions subscriptions;

	private boolean refreshed;

	private boolean held;

	/**
	 * Creates the work.
	 * @param context whose work it is
	 * @param selection the beans that take in work
	 * @param held whether the work must not begin before {@link #start(Instant)}
	 */
	ContextBackgroundWork(ConfigurableApplicationContext context, IntakeSelection selection, boolean held) {
		this.context = context;
		this.selection = selection;
		this.held = held;
		this.gate = new ScheduledTaskGate(!held);
		this.intake = new IntakeBeans(context.getBeanFactory(), selection, held);
		this.subscriptions = new ReactiveSubscriptions(context, selection::isExempt);
	}

	IntakeBeans intake() {
		return this.intake;
	}

	TaskScheduler gated(TaskScheduler scheduler) {
		return new GatedTaskScheduler(scheduler, this.gate, this.selection::isExempt);
	}

	@Override
	public synchronized Instant stop(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		Instant since = this.gate.close();
		this.intake.close(since);
		if (this.refreshed && !this.held) {
			publish(new BackgroundWorkStoppingEvent(this.context, limit));
		}
		this.held = true;
		List<String> late = this.intake.stop(until(deadline));
		int tasks = this.gate.awaitIdle(until(deadline));
		if (tasks > 0 || !late.isEmpty()) {
			logger.warn("Still running {} after background work was stopped: {} scheduled tasks, beans {}", limit,
					tasks, late);
		}
		int cancelled = this.subscriptions.end(until(deadline));
		if (cancelled > 0) {
			logger.warn("{} subscriptions of reactive @Scheduled methods were cancelled, because they were not over {} "
					+ "after background work was stopped", cancelled, limit);
		}
		return since;
	}

	private static Duration until(long deadline) {
		return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
	}

	@Override
	public synchronized void start(Instant since) {
		if (!this.held) {
			return;
		}
		this.held = false;
		if (this.refreshed) {
			publish(new BackgroundWorkStartingEvent(this.context));
		}
		this.intake.start(since);
		this.gate.open(since);
	}

	@Override
	public synchronized void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		this.refreshed = true;
		if (this.held) {
			this.intake.holdBackStarted();
		}
		else {
			publish(new BackgroundWorkStartingEvent(this.context));
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	private void publish(ApplicationEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of {} failed; the hand-over goes on", event.getClass().getSimpleName(), ex);
		}
	}

}
