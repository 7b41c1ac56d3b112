package io.hotupgrade.command;

import java.time.Duration;

import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Stops an instance gently.
 */
@Command(name = "drain",
		description = "Stops the instance: it accepts no connection any more, finishes what it has accepted, and exits.")
final class DrainCommand extends InstanceCommand {

	@Option(names = "--wait", description = "until the process has ended")
	private boolean wait;

	private final Interval interval = Interval.of(Duration.ofMillis(200));

	@Override
	ExitCode run(Instances instances) {
		RunningInstance instance = instances.find();
		OperatorStatus begun = instances.ask(instance, Instances.request(OperatorCommand.DRAIN), OperatorStatus.class);
		out().println("%s drains %d connections".formatted(instance.describe(), begun.status().connections()));
		out().flush();
		if (this.wait) {
			while (ProcessHandle.of(instance.pid()).isPresent()) {
				this.interval.pass();
			}
			out().println("Process %d has ended".formatted(instance.pid()));
		}
		return ExitCode.DONE;
	}

}
