package io.hotupgrade.autoconfigure.handover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.support.CronTrigger;

/**
 * Lets scheduled tasks through a {@link ScheduledTaskGate}. It stands before the
 * application's own scheduler and not in its place, so whatever else uses that one goes
 * on, such as a request that waits for a task.
 */
final class GatedTaskScheduler implements TaskScheduler {

	private final TaskScheduler target;

	private final ScheduledTaskGate gate;

	private final Predicate<Runnable> exempt;

	/**
	 * Creates a scheduler.
	 * @param target schedules the tasks
	 * @param gate decides whether they run
	 * @param exempt the tasks that always run
	 */
	GatedTaskScheduler(TaskScheduler target, ScheduledTaskGate gate, Predicate<Runnable> exempt) {
		this.target = target;
		this.gate = gate;
		this.exempt = exempt;
	}

	@Override
	public Clock getClock() {
		return this.target.getClock();
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		if (this.exempt.test(task)) {
			return this.target.schedule(task, trigger);
		}
		if (trigger instanceof CronTrigger) {
			return this.gate.registerByClock((deferred, since) -> scheduleByClock(task,
					since
						.<Trigger>map((moment) -> new CatchUpTrigger(trigger, moment, this.target.getClock().instant()))
						.orElse(trigger),
					deferred));
		}
		return this.gate.register((since) -> this.target.schedule(gated(task), trigger));
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		if (this.exempt.test(task)) {
			return this.target.schedule(task, startTime);
		}
		return this.gate.register((since) -> this.target.schedule(gated(task), startTime));
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		if (this.exempt.test(task)) {
			return this.target.scheduleAtFixedRate(task, startTime, period);
		}
		return this.gate.register((since) -> this.target.scheduleAtFixedRate(gated(task), startTime, period));
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		if (this.exempt.test(task)) {
			return this.target.scheduleAtFixedRate(task, period);
		}
		return this.gate.register((since) -> this.target.scheduleAtFixedRate(gated(task), period));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		if (this.exempt.test(task)) {
			return this.target.scheduleWithFixedDelay(task, startTime, delay);
		}
		return this.gate.register((since) -> this.target.scheduleWithFixedDelay(gated(task), startTime, delay));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		if (this.exempt.test(task)) {
			return this.target.scheduleWithFixedDelay(task, delay);
		}
		return this.gate.register((since) -> this.target.scheduleWithFixedDelay(gated(task), delay));
	}

	private @Nullable ScheduledFuture<?> scheduleByClock(Runnable task, Trigger trigger, DeferredTask deferred) {
		DueTrigger due = new DueTrigger(trigger, deferred);
		ScheduledFuture<?> scheduled = this.target.schedule(new GatedTask(task, this.gate, () -> this.gate.enter(due)),
				due);
		if (scheduled != null) {
			due.scheduled(scheduled);
			this.gate.watch(due);
		}
		return scheduled;
	}

	private Runnable gated(Runnable task) {
		return new GatedTask(task, this.gate, this.gate::enter);
	}

	/**
	 * A task that is skipped while the gate is closed.
	 */
	private record GatedTask(Runnable task, ScheduledTaskGate gate,
			BooleanSupplier enter) implements SchedulingAwareRunnable {

		@Override
		public void run() {
			if (!this.enter.getAsBoolean()) {
				return;
			}
			try {
				this.task.run();
			}
			finally {
				this.gate.leave();
			}
		}

		@Override
		public boolean isLongLived() {
			return this.task instanceof SchedulingAwareRunnable aware && aware.isLongLived();
		}

		@Override
		public @Nullable String getQualifier() {
			return (this.task instanceof SchedulingAwareRunnable aware) ? aware.getQualifier() : null;
		}

		@Override
		public String toString() {
			return this.task.toString();
		}

	}

}
