package io.hotupgrade.command;

import java.time.Duration;

import io.hotupgrade.internal.control.ControlMessage.OperatorPreparation;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Has the running instance prepare the start of its next upgrade.
 */
@Command(name = "prepare",
		description = "Prepares the start of the next upgrade, as hotupgrade.launch.prepare says, and waits until that is done.")
final class PrepareCommand extends InstanceCommand {

	@Mixin
	private JarOptions jar;

	@Option(names = "--wait-limit", paramLabel = "SECONDS", defaultValue = "3600",
			description = "how long to wait at most; then the preparation goes on by itself, until hotupgrade.launch.prepare-timeout (default: ${DEFAULT-VALUE})")
	private int waitLimit;

	@Override
	ExitCode run(Instances instances) {
		RunningInstance instance = instances.find();
		OperatorPreparation outcome = instances.waitingFor(Duration.ofSeconds(Math.max(1, this.waitLimit)))
			.ask(instance, this.jar.request(OperatorCommand.PREPARE), OperatorPreparation.class);
		(outcome.prepared() ? out() : err()).println(outcome.description());
		err().flush();
		return outcome.prepared() ? ExitCode.DONE : ExitCode.FAILED;
	}

}
