package io.hotupgrade.autoconfigure.health;

import java.time.Duration;

import io.hotupgrade.autoconfigure.engine.RecordingLifecycle;
import io.hotupgrade.autoconfigure.threads.ManualScheduler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ReadinessState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessGate}.
 */
class ReadinessGateTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration TICK = Duration.ofMillis(1);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final RecordingLifecycle lifecycle = new RecordingLifecycle(true);

	private ReadinessState readiness = ReadinessState.ACCEPTING_TRAFFIC;

	private HealthCheck.Result health = new HealthCheck.Result(true, "health is UP");

	private int checks;

	private final ReadinessGate gate = new ReadinessGate(() -> this.readiness, this::check, TIMEOUT, this.scheduler,
			this.lifecycle);

	private HealthCheck.Result check() {
		this.checks++;
		return this.health;
	}

	@Test
	void pollWhenHealthyIsReadyAtOnce() {
		this.gate.begin();
		this.gate.poll();
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.lifecycle.calls()).containsExactly("ready");
		assertThat(this.scheduler.isClosed()).isTrue();
	}

	@Test
	void beginWhenNobodyPollsChecksAfterOneInterval() {
		this.gate.begin();
		this.scheduler.advance(ReadinessGate.INTERVAL.minus(TICK));
		assertThat(this.checks).isZero();
		this.scheduler.advance(TICK);
		assertThat(this.lifecycle.calls()).containsExactly("ready");
	}

	@Test
	void pollWhenCalledTwiceChecksOncePerInterval() {
		this.health = new HealthCheck.Result(false, "health is DOWN");
		this.gate.begin();
		this.gate.poll();
		this.gate.poll();
		this.scheduler.advance(ReadinessGate.INTERVAL.multipliedBy(2));
		assertThat(this.checks).isEqualTo(3);
	}

	@Test
	void checkWhenNotAcceptingTrafficDoesNotAskForHealth() {
		this.readiness = ReadinessState.REFUSING_TRAFFIC;
		this.gate.begin();
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.checks).isZero();
		this.readiness = ReadinessState.ACCEPTING_TRAFFIC;
		this.scheduler.advance(ReadinessGate.INTERVAL);
		assertThat(this.lifecycle.calls()).containsExactly("ready");
	}

	@Test
	void checkWhenHealthComesUpInTimeIsReady() {
		this.health = new HealthCheck.Result(false, "health is DOWN");
		this.gate.begin();
		this.scheduler.advance(TIMEOUT.minus(ReadinessGate.INTERVAL).minus(TICK));
		assertThat(this.lifecycle.calls()).isEmpty();
		this.health = new HealthCheck.Result(true, "health is UP");
		this.scheduler.advance(ReadinessGate.INTERVAL.multipliedBy(2));
		assertThat(this.lifecycle.calls()).containsExactly("ready");
	}

	@Test
	void timeUpWhenUnhealthyFailsWithWhatWasSeenAndWhatToDo() {
		this.health = new HealthCheck.Result(false, "health group 'readiness' is DOWN (db DOWN)");
		this.gate.begin();
		this.scheduler.advance(TIMEOUT.minus(TICK));
		assertThat(this.lifecycle.calls()).isEmpty();
		this.scheduler.advance(TICK);
		assertThat(this.lifecycle.calls()).singleElement()
			.asString()
			.startsWith("failed UNHEALTHY")
			.contains("10s later health group 'readiness' is DOWN (db DOWN)", "hotupgrade.health.group",
					"hotupgrade.health.timeout");
		assertThat(this.scheduler.isClosed()).isTrue();
	}

	@Test
	void timeUpWhenNotAcceptingTrafficNamesTheState() {
		this.readiness = ReadinessState.REFUSING_TRAFFIC;
		this.gate.begin();
		this.scheduler.advance(TIMEOUT);
		assertThat(this.lifecycle.calls()).singleElement()
			.asString()
			.contains("the readiness state is REFUSING_TRAFFIC");
	}

	@Test
	void timeUpWhenNoCheckHasAnsweredSaysSo() {
		ReadinessGate hanging = new ReadinessGate(() -> this.readiness, this::hang, TIMEOUT, this.scheduler,
				this.lifecycle);
		hanging.begin();
		this.scheduler.advance(TIMEOUT);
		assertThat(this.lifecycle.calls()).singleElement().asString().contains("no health check has answered yet");
	}

	/**
	 * Lets the deadline pass while the check is under way, as the second thread does.
	 */
	private HealthCheck.Result hang() {
		this.scheduler.advance(TIMEOUT);
		return this.health;
	}

	@Test
	void checkWhenItThrowsIsUnhealthy() {
		ReadinessGate throwing = new ReadinessGate(() -> this.readiness, () -> {
			throw new IllegalStateException("no pool");
		}, TIMEOUT, this.scheduler, this.lifecycle);
		throwing.begin();
		this.scheduler.advance(TIMEOUT);
		assertThat(this.lifecycle.calls()).singleElement().asString().contains("no pool");
	}

}
