package io.hotupgrade.autoconfigure.info;

import io.hotupgrade.HotUpgrade;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells which generation of the application answers, and how the last upgrade went.
 */
final class HotUpgradeInfoContributor implements InfoContributor {

	private final HotUpgrade hotUpgrade;

	/**
	 * Creates it.
	 * @param hotUpgrade what it tells of
	 */
	HotUpgradeInfoContributor(HotUpgrade hotUpgrade) {
		this.hotUpgrade = hotUpgrade;
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("hotupgrade", UpgradeSummary.of(this.hotUpgrade.status()));
	}

}
