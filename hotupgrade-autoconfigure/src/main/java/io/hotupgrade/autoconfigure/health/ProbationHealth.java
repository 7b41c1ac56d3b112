package io.hotupgrade.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.properties.ReadableDuration;
import io.hotupgrade.autoconfigure.threads.Scheduler;

/**
 * Looks after the health of a successor while it has traffic that its predecessor can
 * still take back, and asks for that when health is down several times in a row, or a
 * check hangs.
 */
final class ProbationHealth implements UpgradeListener {

	static final Duration INTERVAL = Duration.ofSeconds(1);

	/** One failed check may be a slow database; this many are a bad release. */
	static final int TOLERATED = 2;

	private final long pid;

	private final HealthCheck healthCheck;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final InstanceLifecycle lifecycle;

	private final AtomicBoolean watching = new AtomicBoolean();

	private volatile int answered;

	private int failures;

	/**
	 * Creates the watch.
	 * @param pid this process, which is watched only as a successor
	 * @param healthCheck its health
	 * @param timeout how long a check may take
	 * @param scheduler runs the checks, one at a time, and looks whether one hangs, so it
	 * needs two threads
	 * @param lifecycle told when health is down for too long
	 */
	ProbationHealth(long pid, HealthCheck healthCheck, Duration timeout, Scheduler scheduler,
			InstanceLifecycle lifecycle) {
		this.pid = pid;
		this.healthCheck = healthCheck;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.lifecycle = lifecycle;
	}

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		boolean revocable = upgrade.phase() == UpgradePhase.SHIFTING || upgrade.phase() == UpgradePhase.PROBATION;
		boolean probation = revocable && upgrade.ending().reason().isEmpty()
				&& upgrade.identity().successor().pid() == this.pid;
		boolean watched = this.watching.getAndSet(probation);
		if (probation && !watched) {
			scheduleCheck(this.answered + 1);
		}
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		this.watching.set(false);
	}

	private void scheduleCheck(int number) {
		this.scheduler.schedule(INTERVAL, () -> check(number));
	}

	private void check(int number) {
		if (!this.watching.get()) {
			return;
		}
		this.scheduler.schedule(this.timeout, () -> timeUp(number));
		String fault = findFault();
		this.answered = number;
		this.failures = fault.isEmpty() ? 0 : this.failures + 1;
		if (this.failures > TOLERATED) {
			failed(fault + " (" + this.failures + " checks in a row)");
		}
		else {
			scheduleCheck(number + 1);
		}
	}

	private void timeUp(int number) {
		if (this.answered < number) {
			failed("a health check has not answered for " + ReadableDuration.of(this.timeout)
					+ " (hotupgrade.health.timeout)");
		}
	}

	private void failed(String fault) {
		if (this.watching.compareAndSet(true, false)) {
			this.lifecycle.failed(FailureReason.UNHEALTHY, "With traffic the successor turned bad: " + fault);
		}
	}

	/** Also of errors: memory may have run out, which is not good health. */
	private String findFault() {
		try {
			HealthCheck.Result health = this.healthCheck.check();
			return health.up() ? "" : health.description();
		}
		catch (RuntimeException | Error ex) {
			return "the health check failed with " + ex;
		}
	}

}
