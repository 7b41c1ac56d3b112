package io.hotupgrade.command;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;

/**
 * Lets an upgrade go on that waits at a gate.
 */
@Command(name = "continue", description = "Lets an upgrade go on that waits at a gate of hotupgrade.shift.")
final class ContinueCommand extends InstanceCommand {

	@Override
	ExitCode run(Instances instances) {
		UpgradeRecord upgrade = instances
			.ask(instances.find(), Instances.request(OperatorCommand.CONTINUE), OperatorUpgrade.class)
			.upgrade();
		out().println("Upgrade %s goes on".formatted(upgrade.id()));
		return ExitCode.DONE;
	}

}
