package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.info.UpgradeSummary;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells of upgrades beside the application's health, and never that this is bad: an
 * instance that is being replaced serves, and one whose upgrade has failed serves on.
 */
final class UpgradeHealthIndicator implements HealthIndicator {

	private final HotUpgrade hotUpgrade;

	/**
	 * Creates it.
	 * @param hotUpgrade what it tells of
	 */
	UpgradeHealthIndicator(HotUpgrade hotUpgrade) {
		this.hotUpgrade = hotUpgrade;
	}

	@Override
	public Health health() {
		try {
			return Health.up().withDetails(UpgradeSummary.of(this.hotUpgrade.status())).build();
		}
		catch (RuntimeException ex) {
			// Does not count against the application.
			return Health.unknown().withException(ex).build();
		}
	}

}
