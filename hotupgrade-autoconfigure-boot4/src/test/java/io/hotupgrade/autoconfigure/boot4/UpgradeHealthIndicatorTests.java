package io.hotupgrade.autoconfigure.boot4;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradeHealthIndicator}.
 */
class UpgradeHealthIndicatorTests {

	private final TestHotUpgrade hotUpgrade = new TestHotUpgrade();

	private final UpgradeHealthIndicator indicator = new UpgradeHealthIndicator(this.hotUpgrade);

	@ParameterizedTest
	@EnumSource(UpgradePhase.class)
	void upgradeThatRunsIsNothingBad(UpgradePhase phase) {
		UpgradeStatus before = this.hotUpgrade.status();
		this.hotUpgrade.setStatus(new UpgradeStatus(phase, before.instance(), before.steering(), 0, 0,
				Optional.of(TestHotUpgrade.RUNNING.with(new UpgradeRecord.Progress(phase))), List.of()));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", phase.name())
			.containsEntry("upgrade", Map.of("id", "u2", "phase", phase.name()));
	}

	@Test
	void upgradeThatHasFailedIsToldAndNothingBad() {
		UpgradeStatus before = this.hotUpgrade.status();
		this.hotUpgrade.setStatus(before.withHistory(List.of(TestHotUpgrade.FAILED)));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("generation", 1)
			.containsEntry("version", "1.0")
			.containsEntry("lastUpgrade",
					Map.of("id", "u1", "outcome", "FAILED", "reason", "SUCCESSOR_EXITED", "endedAt",
							TestHotUpgrade.START.plusMillis(1500).toString()))
			.doesNotContainKey("upgrade");
	}

	@Test
	void whatCannotBeToldIsNothingBad() {
		this.hotUpgrade.setStatus(null);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

}
