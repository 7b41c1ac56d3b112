package io.hotupgrade.autoconfigure.handover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.scheduling.support.SimpleTriggerContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatedTaskScheduler} and {@link ScheduledTaskGate}.
 */
class GatedTaskSchedulerTests {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private static final Instant STOPPED = Instant.parse("2026-01-02T02:59:59Z");

	private static final CronTrigger THREE = new CronTrigger("0 0 3 * * *", ZoneOffset.UTC);

	private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-01-02T02:59:59.900Z"));

	private final RecordingScheduler target = new RecordingScheduler();

	private final List<String> runs = new ArrayList<>();

	@Test
	void taskRunsWhileTheGateIsOpenAndIsSkippedWhileItIsClosed() {
		ScheduledTaskGate gate = new ScheduledTaskGate(true);
		scheduler(gate).scheduleAtFixedRate(() -> this.runs.add("run"), PERIOD);
		this.target.tick();
		gate.close();
		this.target.tick();
		assertThat(this.runs).hasSize(1);
		gate.open(STOPPED);
		this.target.tick();
		assertThat(this.runs).hasSize(2);
	}

	@Test
	void everyKindOfTaskIsScheduledOnlyWhenTheGateOpens() {
		ScheduledTaskGate gate = new ScheduledTaskGate(false);
		TaskScheduler scheduler = scheduler(gate);
		scheduler.scheduleAtFixedRate(() -> this.runs.add("rate"), PERIOD);
		scheduler.scheduleAtFixedRate(() -> this.runs.add("rate"), STOPPED, PERIOD);
		scheduler.scheduleWithFixedDelay(() -> this.runs.add("delay"), PERIOD);
		scheduler.scheduleWithFixedDelay(() -> this.runs.add("delay"), STOPPED, PERIOD);
		scheduler.schedule(() -> this.runs.add("once"), STOPPED);
		scheduler.schedule(() -> this.runs.add("trigger"), new PeriodicTrigger(PERIOD));
		assertThat(this.target.tasks).isEmpty();
		gate.open(STOPPED);
		this.target.tick();
		assertThat(this.runs).containsExactly("rate", "rate", "delay", "delay", "once", "trigger");
	}

	@Test
	void deferredTaskCanBeCancelled() {
		ScheduledTaskGate gate = new ScheduledTaskGate(false);
		ScheduledFuture<?> task = scheduler(gate).scheduleAtFixedRate(() -> this.runs.add("run"), PERIOD);
		assertThat(task.getDelay(TimeUnit.DAYS)).isEqualTo(Long.MAX_VALUE);
		assertThat(task.cancel(true)).isTrue();
		assertThat(task.isCancelled()).isTrue();
		assertThat(task.isDone()).isTrue();
		gate.open(STOPPED);
		assertThat(this.target.tasks).isEmpty();
	}

	@Test
	void deferredTaskCanBeCancelledAfterwards() {
		ScheduledTaskGate gate = new ScheduledTaskGate(false);
		ScheduledFuture<?> task = scheduler(gate).scheduleAtFixedRate(() -> this.runs.add("run"), PERIOD);
		gate.open(STOPPED);
		assertThat(task.isDone()).isFalse();
		assertThat(task.cancel(true)).isTrue();
		assertThat(this.target.future.isCancelled()).isTrue();
	}

	@Test
	void cronTaskThatFellDueWhileNobodyWorkedIsDue() {
		Trigger daily = deferredTrigger(new CronTrigger("0 0 3 * * *", ZoneOffset.UTC));
		assertThat(daily.nextExecution(context(Instant.parse("2026-01-02T03:00:07Z"))))
			.isEqualTo("2026-01-02T03:00:00Z");
	}

	@Test
	void cronTaskThatThePredecessorHasDoneIsNotDueAgain() {
		Trigger daily = deferredTrigger(new CronTrigger("58 59 2 * * *", ZoneOffset.UTC));
		assertThat(daily.nextExecution(context(Instant.parse("2026-01-02T03:00:07Z"))))
			.isEqualTo("2026-01-03T02:59:58Z");
	}

	@Test
	void cronTaskGoesOnAsUsualAfterItsFirstRun() {
		Trigger daily = deferredTrigger(new CronTrigger("0 0 3 * * *", ZoneOffset.UTC));
		Instant run = Instant.parse("2026-01-05T03:00:00Z");
		assertThat(daily.nextExecution(new SimpleTriggerContext(run, run, run))).isEqualTo("2026-01-06T03:00:00Z");
	}

	@Test
	void qualifierOfTheTaskIsKeptSoThatItsSchedulerIsFound() {
		scheduler(new ScheduledTaskGate(true)).scheduleAtFixedRate(new QualifiedTask(), PERIOD);
		assertThat(this.target.tasks.get(0)).isInstanceOfSatisfying(SchedulingAwareRunnable.class,
				(task) -> assertThat(task.getQualifier()).isEqualTo("reports"));
		assertThat(this.target.tasks.get(0)).hasToString("com.example.Reports.print");
	}

	@Test
	void exemptTaskRunsThroughAClosedGate() {
		TaskScheduler scheduler = new GatedTaskScheduler(this.target, new ScheduledTaskGate(false), (task) -> true);
		scheduler.scheduleAtFixedRate(() -> this.runs.add("run"), PERIOD);
		this.target.tick();
		assertThat(this.runs).hasSize(1);
	}

	@Test
	void awaitIdleWaitsForTheTaskThatRuns() throws Exception {
		ScheduledTaskGate gate = new ScheduledTaskGate(true);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		scheduler(gate).scheduleAtFixedRate(() -> {
			begun.countDown();
			awaitQuietly(end);
			this.runs.add("ended");
		}, PERIOD);
		CompletableFuture<Void> task = CompletableFuture.runAsync(this.target::tick);
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		gate.close();
		assertThat(gate.awaitIdle(Duration.ZERO)).isOne();
		end.countDown();
		assertThat(gate.awaitIdle(Duration.ofSeconds(10))).isZero();
		assertThat(this.runs).containsExactly("ended");
		task.get(10, TimeUnit.SECONDS);
	}

	@Test
	void cronRunThatWasDueWhenTheGateClosedIsWaitedForAndDone() {
		AdjustableClock clock = new AdjustableClock(Instant.parse("2026-01-02T02:59:59.900Z"));
		ScheduledTaskGate gate = new ScheduledTaskGate(true, clock);
		scheduler(gate).schedule(() -> this.runs.add("run"), new CronTrigger("0 0 3 * * *", ZoneOffset.UTC));
		this.target.trigger.nextExecution(context(clock.instant()));
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
		clock.now = Instant.parse("2026-01-02T03:00:00.010Z");
		assertThat(gate.close()).isEqualTo("2026-01-02T03:00:00.010Z");
		assertThat(gate.awaitIdle(Duration.ZERO)).isOne();
		this.target.tick();
		assertThat(this.runs).hasSize(1);
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
	}

	@Test
	void cronRunThatIsDueAfterTheGateClosedIsSkipped() {
		AdjustableClock clock = new AdjustableClock(Instant.parse("2026-01-02T02:59:59.900Z"));
		ScheduledTaskGate gate = new ScheduledTaskGate(true, clock);
		scheduler(gate).schedule(() -> this.runs.add("run"), new CronTrigger("0 0 3 * * *", ZoneOffset.UTC));
		this.target.trigger.nextExecution(context(clock.instant()));
		assertThat(gate.close()).isEqualTo("2026-01-02T02:59:59.900Z");
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
		this.target.tick();
		assertThat(this.runs).isEmpty();
	}

	@Test
	void cronRunThatWasSkippedAndThatNobodyHasDoneIsMadeUpForWhenTheGateOpens() {
		ScheduledTaskGate gate = closeBeforeThree();
		this.target.tick();
		assertThat(this.target.trigger.nextExecution(context(Instant.parse("2026-01-02T03:00:00.001Z"))))
			.as("by the scheduler that skipped it")
			.isNull();
		gate.open(Instant.parse("2026-01-02T02:59:59.950Z"));
		assertThat(this.target.trigger.nextExecution(context(Instant.parse("2026-01-02T03:00:02Z"))))
			.isEqualTo("2026-01-02T03:00:00Z");
		this.target.tickLast();
		assertThat(this.runs).hasSize(1);
	}

	@Test
	void cronRunThatWasSkippedAndThatTheOtherInstanceHasDoneIsNotMadeUpFor() {
		ScheduledTaskGate gate = closeBeforeThree();
		this.target.tick();
		gate.open(Instant.parse("2026-01-02T03:00:00Z"));
		assertThat(this.target.trigger.nextExecution(context(Instant.parse("2026-01-02T03:00:02Z"))))
			.isEqualTo("2026-01-03T03:00:00Z");
	}

	@Test
	void cronRunThatIsLateIsSkippedIfTheGateHasOpenedMeanwhile() {
		ScheduledTaskGate gate = closeBeforeThree();
		this.clock.now = Instant.parse("2026-01-02T03:00:02Z");
		gate.open(Instant.parse("2026-01-02T03:00:01Z"));
		this.target.tasks.get(0).run();
		assertThat(this.runs).as("what the other instance has done").isEmpty();
		assertThat(this.target.tasks).as("scheduled anew").hasSize(2);
		assertThat(this.target.trigger.nextExecution(context(this.clock.now))).isEqualTo("2026-01-03T03:00:00Z");
	}

	@Test
	void cronTaskThatIsNotDueMeanwhileKeepsItsTime() {
		ScheduledTaskGate gate = closeBeforeThree();
		this.clock.now = Instant.parse("2026-01-02T02:59:59.990Z");
		gate.open(this.clock.now);
		assertThat(this.target.tasks).hasSize(1);
		this.target.tick();
		assertThat(this.runs).hasSize(1);
	}

	@Test
	void cronTaskThatIsCancelledAfterItWasSkippedDoesNotRunAgain() {
		ScheduledTaskGate gate = new ScheduledTaskGate(true, this.clock);
		ScheduledFuture<?> task = scheduler(gate).schedule(() -> this.runs.add("run"), THREE);
		this.target.trigger.nextExecution(context(this.clock.instant()));
		gate.close();
		this.target.tick();
		task.cancel(false);
		gate.open(STOPPED);
		assertThat(this.target.tasks).hasSize(1);
	}

	@Test
	void eachTimeThatFellDueWhileNobodyWorkedIsMadeUpForInTurn() {
		Instant since = Instant.parse("2026-01-02T03:00:00.5Z");
		Trigger trigger = new CatchUpTrigger(new CronTrigger("* * * * * *", ZoneOffset.UTC), since,
				since.plusSeconds(2));
		Instant first = trigger.nextExecution(context(since.plusSeconds(2)));
		assertThat(first).isEqualTo("2026-01-02T03:00:01Z");
		Instant ended = since.plusMillis(2100);
		Instant second = trigger.nextExecution(new SimpleTriggerContext(first, ended, ended));
		assertThat(second).isEqualTo("2026-01-02T03:00:02Z");
		Instant late = since.plusMillis(4000);
		assertThat(trigger.nextExecution(new SimpleTriggerContext(second, ended, late))).as("as usual")
			.isEqualTo("2026-01-02T03:00:05Z");
	}

	private ScheduledTaskGate closeBeforeThree() {
		ScheduledTaskGate gate = new ScheduledTaskGate(true, this.clock);
		scheduler(gate).schedule(() -> this.runs.add("run"), THREE);
		this.target.trigger.nextExecution(context(this.clock.instant()));
		gate.close();
		return gate;
	}

	@Test
	void cronRunThatBeganEarlyIsNotLeftToTheNextInstance() {
		AdjustableClock clock = new AdjustableClock(Instant.parse("2026-01-02T02:59:59.999Z"));
		ScheduledTaskGate gate = new ScheduledTaskGate(true, clock);
		scheduler(gate).schedule(() -> this.runs.add("run"), new CronTrigger("0 0 3 * * *", ZoneOffset.UTC));
		this.target.trigger.nextExecution(context(clock.instant()));
		this.target.tick();
		assertThat(gate.close()).isEqualTo("2026-01-02T03:00:00Z");
		assertThat(this.runs).hasSize(1);
	}

	@Test
	void cancelledCronTaskIsNotWaitedFor() {
		AdjustableClock clock = new AdjustableClock(Instant.parse("2026-01-02T02:59:59.900Z"));
		ScheduledTaskGate gate = new ScheduledTaskGate(true, clock);
		scheduler(gate).schedule(() -> this.runs.add("run"), new CronTrigger("0 0 3 * * *", ZoneOffset.UTC))
			.cancel(false);
		this.target.trigger.nextExecution(context(clock.instant()));
		clock.now = Instant.parse("2026-01-02T03:00:00.010Z");
		gate.close();
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
	}

	@Test
	void awaitIdleGivesUpAtTheLimit() {
		ScheduledTaskGate gate = new ScheduledTaskGate(true);
		assertThat(gate.enter()).isTrue();
		assertThat(gate.awaitIdle(Duration.ofMillis(5))).isOne();
		gate.leave();
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
	}

	@Test
	void taskThatFailsHasLeft() {
		ScheduledTaskGate gate = new ScheduledTaskGate(true);
		scheduler(gate).scheduleAtFixedRate(() -> {
			throw new IllegalStateException("broken");
		}, PERIOD);
		try {
			this.target.tick();
		}
		catch (IllegalStateException ex) {
			this.runs.add("failed");
		}
		assertThat(this.runs).containsExactly("failed");
		assertThat(gate.awaitIdle(Duration.ZERO)).isZero();
	}

	private TaskScheduler scheduler(ScheduledTaskGate gate) {
		return new GatedTaskScheduler(this.target, gate, (task) -> false);
	}

	private Trigger deferredTrigger(CronTrigger trigger) {
		ScheduledTaskGate gate = new ScheduledTaskGate(false);
		scheduler(gate).schedule(() -> {
		}, trigger);
		gate.open(STOPPED);
		return this.target.trigger;
	}

	private static SimpleTriggerContext context(Instant now) {
		return new SimpleTriggerContext(Clock.fixed(now, ZoneOffset.UTC));
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class AdjustableClock extends Clock {

		private Instant now;

		AdjustableClock(Instant now) {
			this.now = now;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	private static final class QualifiedTask implements SchedulingAwareRunnable {

		@Override
		public void run() {
		}

		@Override
		public String getQualifier() {
			return "reports";
		}

		@Override
		public String toString() {
			return "com.example.Reports.print";
		}

	}

	/**
	 * Remembers the tasks, which run when a test says so.
	 */
	private static final class RecordingScheduler implements TaskScheduler {

		private final List<Runnable> tasks = new ArrayList<>();

		private final DeferredTask future = new DeferredTask((task, since) -> null);

		private Trigger trigger;

		void tick() {
			this.tasks.forEach(Runnable::run);
		}

		void tickLast() {
			this.tasks.get(this.tasks.size() - 1).run();
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Trigger when) {
			this.trigger = when;
			return add(task);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
			return add(task);
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
			return add(task);
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
			return add(task);
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
			return add(task);
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
			return add(task);
		}

		private ScheduledFuture<?> add(Runnable task) {
			this.tasks.add(task);
			return this.future;
		}

	}

}
