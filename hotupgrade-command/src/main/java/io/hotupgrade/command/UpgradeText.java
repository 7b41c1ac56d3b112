package io.hotupgrade.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;

/**
 * An upgrade that has ended, for people.
 */
final class UpgradeText {

	private UpgradeText() {
	}

	/**
	 * Describes it.
	 * @param upgrade the upgrade
	 * @return lines
	 */
	static List<String> ended(UpgradeRecord upgrade) {
		UpgradeRecord.Identity identity = upgrade.identity();
		UpgradeRecord.Ending ending = upgrade.ending();
		List<String> lines = new ArrayList<>();
		String took = ending.endedAt()
			.map((end) -> " after %d s".formatted(Duration.between(identity.startedAt(), end).toSeconds()))
			.orElse("");
		lines.add("Upgrade %s, %s: %s -> %s: %s%s%s".formatted(upgrade.id(), identity.startedAt(),
				brief(identity.predecessor()), brief(identity.successor()),
				ending.outcome().map(UpgradeOutcome::name).orElse("not ended"), took,
				ending.reason().map(FailureReason::name).map((reason) -> " (" + reason + ")").orElse("")));
		if (!ending.message().isEmpty()) {
			lines.add("  " + ending.message());
		}
		if (ending.isSuccess()) {
			lines.add("  " + receipt(upgrade.receipt()));
		}
		if (!upgrade.progress().remark().isEmpty()) {
			lines.add("  " + upgrade.progress().remark());
		}
		if (!ending.output().isEmpty()) {
			lines.add("  The last lines of the new version's output:");
			ending.output().forEach((line) -> lines.add("  | " + line));
		}
		return lines;
	}

	private static String brief(InstanceInfo instance) {
		String pid = (instance.pid() != 0) ? "pid " + instance.pid() : "no process";
		return instance.version().isEmpty() ? pid : "%s (%s)".formatted(instance.version(), pid);
	}

	private static String receipt(UpgradeReceipt receipt) {
		return "%d connections and %d requests were open at the switch, %d connections and %d requests were cut"
			.formatted(receipt.connectionsAtCommit(), receipt.requestsAtCommit(), receipt.connectionsCut(),
					receipt.requestsCut());
	}

}
