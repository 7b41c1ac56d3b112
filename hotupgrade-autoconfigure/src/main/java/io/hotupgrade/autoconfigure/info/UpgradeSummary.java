package io.hotupgrade.autoconfigure.info;

import java.util.LinkedHashMap;
import java.util.Map;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;

/**
 * What the actuator tells of an instance in passing, in its info and in its health.
 *
 * @since 0.1.0
 */
public final class UpgradeSummary {

	private UpgradeSummary() {
	}

	/**
	 * Sums a status up.
	 * @param status the status
	 * @return {@code state}, {@code generation} and {@code version}; of an upgrade that
	 * runs {@code upgrade} with its {@code id} and {@code phase}; of the last one that
	 * has ended {@code lastUpgrade} with its {@code id}, {@code outcome}, {@code reason}
	 * and {@code endedAt}
	 */
	public static Map<String, Object> of(UpgradeStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("generation", status.instance().generation());
		details.put("version", status.instance().version());
		status.upgrade()
			.ifPresent(
					(upgrade) -> details.put("upgrade", Map.of("id", upgrade.id(), "phase", upgrade.phase().name())));
		status.history()
			.stream()
			.filter((upgrade) -> !upgrade.isRehearsal())
			.findFirst()
			.ifPresent((last) -> details.put("lastUpgrade", describe(last)));
		return details;
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
