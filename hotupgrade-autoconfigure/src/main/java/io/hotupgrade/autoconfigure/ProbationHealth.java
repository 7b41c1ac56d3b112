package io.hotupgrade.autoconfigure;

import java.time.Duration;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;

/**
 * Looks after the health of a successor while it has traffic that its predecessor can
 * still take back, and asks for that when health is down several times in a row.
 */
final class ProbationHealth implements UpgradeListener {

	static final Duration INTERVAL = Duration.ofSeconds(1);

	/** One failed check may be a slow database; this many are a bad release. */
	static final int TOLERATED = 2;

	private final long pid;

	private final HealthCheck healthCheck;

	private final Scheduler scheduler;

	private final InstanceLifecycle lifecycle;

	private volatile boolean watching;

	private int failures;

	/**
	 * Creates the watch.
	 * @param pid this process, which is watched only as a successor
	 * @param healthCheck its health
	 * @param scheduler runs the checks, one at a time
	 * @param lifecycle told when health is down for too long
	 */
	ProbationHealth(long pid, HealthCheck healthCheck, Scheduler scheduler, InstanceLifecycle lifecycle) {
		this.pid = pid;
		this.healthCheck = healthCheck;
		this.scheduler = scheduler;
		this.lifecycle = lifecycle;
	}

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		boolean revocable = upgrade.phase() == UpgradePhase.SHIFTING || upgrade.phase() == UpgradePhase.PROBATION;
		boolean probation = revocable && upgrade.reason().isEmpty() && upgrade.successor().pid() == this.pid;
		if (probation && !this.watching) {
			this.scheduler.schedule(INTERVAL, this::check);
		}
		this.watching = probation;
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		this.watching = false;
	}

	private void check() {
		if (!this.watching) {
			return;
		}
		String fault = findFault();
		this.failures = fault.isEmpty() ? 0 : this.failures + 1;
		if (this.failures > TOLERATED && this.watching) {
			this.watching = false;
			this.lifecycle.failed(FailureReason.UNHEALTHY,
					"With traffic the successor turned bad: " + fault + " (" + this.failures + " checks in a row)");
			return;
		}
		this.scheduler.schedule(INTERVAL, this::check);
	}

	private String findFault() {
		try {
			HealthCheck.Result health = this.healthCheck.check();
			return health.up() ? "" : health.description();
		}
		catch (RuntimeException ex) {
			return "the health check failed with " + ex;
		}
	}

}
