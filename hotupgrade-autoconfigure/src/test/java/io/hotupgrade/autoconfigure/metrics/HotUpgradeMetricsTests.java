package io.hotupgrade.autoconfigure.metrics;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.ShiftStatus;
import io.hotupgrade.ShiftStatus.Split;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeMetrics}.
 */
class HotUpgradeMetricsTests {

	private final TestHotUpgrade hotUpgrade = new TestHotUpgrade();

	private final HotUpgradeMetrics metrics = new HotUpgradeMetrics(this.hotUpgrade);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void gaugesShowTheStatus() {
		assertThat(this.registry.get("hotupgrade.generation").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("hotupgrade.connections").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("hotupgrade.requests").gauge().value()).isEqualTo(3);
	}

	@Test
	void shiftIsThatOfTheRunningUpgrade() {
		assertThat(this.registry.get("hotupgrade.shift.percent").gauge().value()).isZero();
		UpgradeStatus status = this.hotUpgrade.status();
		ShiftStatus shift = new ShiftStatus("10% until continued", 1, 2, 10, TestHotUpgrade.START, true, Split.NONE,
				Split.NONE, ShiftStatus.Held.NONE, ShiftStatus.Answered.NONE);
		this.hotUpgrade.setStatus(new UpgradeStatus(UpgradePhase.SHIFTING, status.instance(), status.steering(), 7, 3,
				Optional.of(TestHotUpgrade.RUNNING.with(TestHotUpgrade.RUNNING.progress().withShift(shift))),
				List.of()));
		assertThat(this.registry.get("hotupgrade.shift.percent").gauge().value()).isEqualTo(10);
	}

	@Test
	void countersExistBeforeTheFirstUpgrade() {
		assertThat(this.registry.get("hotupgrade.upgrades").tag("outcome", "succeeded").counter().count()).isZero();
	}

	@Test
	void endedCountsTheOutcomeAndTimesThePhases() {
		this.metrics.ended(TestHotUpgrade.FAILED);
		assertThat(this.registry.get("hotupgrade.upgrades").tag("outcome", "failed").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("hotupgrade.failures").tag("reason", "successor_exited").counter().count())
			.isEqualTo(1);
		assertThat(this.registry.get("hotupgrade.failures").tag("reason", "guard").counter().count()).isZero();
		assertThat(this.registry.get("hotupgrade.phase.duration")
			.tag("phase", "launching")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1000);
	}

	@Test
	void endedCountsWhatWasCutAndWhatBecameOfSessions() {
		assertThat(this.registry.get("hotupgrade.drain.cut").tag("kind", "http2").counter().count()).isZero();
		this.metrics.ended(TestHotUpgrade.FAILED);
		assertThat(this.registry.get("hotupgrade.drain.cut").tag("kind", "http2").counter().count()).isEqualTo(3);
		assertThat(this.registry.get("hotupgrade.drain.cut").tag("kind", "stream").counter().count()).isEqualTo(2);
		assertThat(this.registry.get("hotupgrade.drain.cut").tag("kind", "http1").counter().count()).isZero();
		assertThat(this.registry.get("hotupgrade.sessions").tag("fate", "moved").counter().count()).isEqualTo(6);
		assertThat(this.registry.get("hotupgrade.sessions").tag("fate", "returned").counter().count()).isEqualTo(7);
		assertThat(this.registry.get("hotupgrade.sessions").tag("fate", "left_behind").counter().count()).isEqualTo(8);
	}

	@Test
	void endedCountsWhatBecameOfState() {
		assertThat(this.registry.get("hotupgrade.state").tag("fate", "failed").counter().count()).isZero();
		assertThat(this.registry.get("hotupgrade.state.bytes").counter().count()).isZero();
		this.metrics.ended(TestHotUpgrade.FAILED);
		assertThat(this.registry.get("hotupgrade.state").tag("fate", "handed_over").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("hotupgrade.state").tag("fate", "returned").counter().count()).isEqualTo(2);
		assertThat(this.registry.get("hotupgrade.state").tag("fate", "ignored").counter().count()).isEqualTo(3);
		assertThat(this.registry.get("hotupgrade.state").tag("fate", "failed").counter().count()).isEqualTo(4);
		assertThat(this.registry.get("hotupgrade.state.bytes").counter().count()).isEqualTo(5);
	}

	@Test
	void rehearsalCountsAsThatAndNotAsAnUpgrade() {
		UpgradeRecord failed = TestHotUpgrade.FAILED;
		this.metrics.ended(new UpgradeRecord(TestHotUpgrade.REHEARSAL.identity(), failed.progress(), failed.ending(),
				failed.receipt()));
		assertThat(this.registry.get("hotupgrade.rehearsals").tag("outcome", "failed").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("hotupgrade.rehearsals").tag("outcome", "rehearsed").counter().count()).isZero();
		assertThat(this.registry.get("hotupgrade.upgrades").tag("outcome", "failed").counter().count()).isZero();
		assertThat(this.registry.get("hotupgrade.failures").tag("reason", "successor_exited").counter().count())
			.isZero();
		assertThat(this.registry.find("hotupgrade.phase.duration").timer()).isNull();
	}

	@Test
	void endedReachesEveryRegistry() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(second);
		this.metrics.ended(TestHotUpgrade.FAILED);
		assertThat(second.get("hotupgrade.upgrades").tag("outcome", "failed").counter().count()).isEqualTo(1);
	}

}
