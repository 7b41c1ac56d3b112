package io.hotupgrade.command;

import java.util.List;

import io.hotupgrade.UpgradeRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows the upgrades that have ended.
 */
@Command(name = "history", description = "Shows the upgrades that have ended, newest first.")
final class HistoryCommand extends InstanceCommand {

	@Option(names = "--json", description = "as JSON on one line, with the names of the endpoint")
	private boolean json;

	@Override
	ExitCode run(Instances instances) {
		List<UpgradeRecord> history = instances.find().status().history();
		if (this.json) {
			out().println(JsonText.of(history.stream().map(UpgradeJson::of).toList()));
		}
		else if (history.isEmpty()) {
			out().println("No upgrade has ended yet");
		}
		else {
			history.forEach((upgrade) -> UpgradeText.ended(upgrade).forEach(out()::println));
		}
		return ExitCode.DONE;
	}

}
