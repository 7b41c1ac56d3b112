package io.hotupgrade.autoconfigure.info;

import java.util.LinkedHashMap;
import java.util.Map;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
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
		UpgradeStatus status = this.hotUpgrade.status();
		InstanceInfo instance = status.instance();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("generation", instance.generation());
		details.put("version", instance.version());
		status.history()
			.stream()
			.filter((upgrade) -> !upgrade.isRehearsal())
			.findFirst()
			.ifPresent((last) -> details.put("lastUpgrade", describe(last)));
		builder.withDetail("hotupgrade", details);
	}

	private static Map<String, Object> describe(UpgradeRecord upgrade) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("id", upgrade.id());
		upgrade.ending().outcome().ifPresent((outcome) -> details.put("outcome", outcome.name()));
		upgrade.ending().reason().ifPresent((reason) -> details.put("reason", reason.name()));
		upgrade.ending().endedAt().ifPresent((end) -> details.put("endedAt", end.toString()));
		return details;
	}

}
