package io.hotupgrade.command;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;

/**
 * Aborts the running upgrade.
 */
@Command(name = "abort", description = "Aborts the running upgrade; the old version serves on.")
final class AbortCommand extends InstanceCommand {

	@Override
	ExitCode run(Instances instances) {
		UpgradeRecord upgrade = instances
			.ask(instances.find(), Instances.request(OperatorCommand.ABORT), OperatorUpgrade.class)
			.upgrade();
		out().println("Upgrade %s is being aborted".formatted(upgrade.id()));
		return ExitCode.DONE;
	}

}
