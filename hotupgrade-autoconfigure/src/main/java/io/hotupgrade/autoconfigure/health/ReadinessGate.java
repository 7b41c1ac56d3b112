package io.hotupgrade.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.hotupgrade.CauseChain;
import io.hotupgrade.FailureReason;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.properties.ReadableDuration;
import io.hotupgrade.autoconfigure.threads.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ReadinessState;

/**
 * Waits until the application accepts traffic and is healthy, or the time is up, and
 * tells the engine which of the two came first. The deadline holds even while a health
 * check hangs.
 */
final class ReadinessGate {

	static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(ReadinessGate.class);

	private final Supplier<ReadinessState> readiness;

	private final HealthCheck healthCheck;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final InstanceLifecycle lifecycle;

	private final AtomicBoolean polling = new AtomicBoolean();

	private final AtomicBoolean decided = new AtomicBoolean();

	private volatile String lastSeen = "no health check has answered yet";

	/**
	 * Creates a gate.
	 * @param readiness the application's readiness state at the moment
	 * @param healthCheck the application's health
	 * @param timeout how long to wait
	 * @param scheduler runs the checks beside the deadline, so it needs two threads;
	 * closed once the matter is decided
	 * @param lifecycle told the result, once
	 */
	ReadinessGate(Supplier<ReadinessState> readiness, HealthCheck healthCheck, Duration timeout, Scheduler scheduler,
			InstanceLifecycle lifecycle) {
		this.readiness = readiness;
		this.healthCheck = healthCheck;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.lifecycle = lifecycle;
	}

	/**
	 * The application is ready: the time runs.
	 */
	void begin() {
		this.scheduler.schedule(this.timeout, this::timeUp);
		this.scheduler.schedule(INTERVAL, this::poll);
	}

	/**
	 * Checks now, and from now on at each interval. Spares the first interval where it is
	 * known that there is something to see. Has no effect when called again.
	 */
	void poll() {
		if (this.polling.compareAndSet(false, true)) {
			this.scheduler.schedule(Duration.ZERO, this::check);
		}
	}

	private void check() {
		if (isOpen()) {
			decide(this.lifecycle::ready);
		}
		else {
			this.scheduler.schedule(INTERVAL, this::check);
		}
	}

	private boolean isOpen() {
		ReadinessState state = this.readiness.get();
		if (state != ReadinessState.ACCEPTING_TRAFFIC) {
			this.lastSeen = "the readiness state is " + state;
			return false;
		}
		HealthCheck.Result health = checkHealth();
		this.lastSeen = health.description();
		return health.up();
	}

	private HealthCheck.Result checkHealth() {
		try {
			return this.healthCheck.check();
		}
		catch (RuntimeException ex) {
			logger.debug("The health check failed", ex);
			return new HealthCheck.Result(false, "the health check failed with " + CauseChain.describe(ex));
		}
	}

	private void timeUp() {
		decide(() -> this.lifecycle.failed(FailureReason.UNHEALTHY, explain()));
	}

	private void decide(Runnable report) {
		if (this.decided.compareAndSet(false, true)) {
			try {
				report.run();
			}
			finally {
				this.scheduler.close();
			}
		}
	}

	private String explain() {
		return "The application was ready, but " + ReadableDuration.of(this.timeout) + " later " + this.lastSeen
				+ ". Repair what is failing, choose what counts with hotupgrade.health.group"
				+ ", or allow more time with hotupgrade.health.timeout";
	}

}
