package io.hotupgrade.command;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Rehearses an upgrade, and tells what was found.
 */
@Command(name = "rehearse",
		description = "Starts the new version beside the running one, without any connection, tells how it starts, and ends it.")
final class RehearseCommand extends InstanceCommand {

	@Mixin
	private JarOptions jar;

	@Option(names = "--json",
			description = "nothing but the result, as JSON on one line, with the names of the endpoint")
	private boolean json;

	@Option(names = "--wait-limit", paramLabel = "SECONDS", defaultValue = "0",
			description = "how long to wait at most; then the rehearsal goes on by itself (default: until it has ended, which hotupgrade.launch.timeout limits)")
	private int waitLimit;

	@Override
	ExitCode run(Instances instances) {
		RunningInstance instance = instances.find();
		UpgradeRecord begun = instances.ask(instance, this.jar.request(OperatorCommand.REHEARSE), OperatorUpgrade.class)
			.upgrade();
		if (!this.json) {
			out().println("Rehearsal %s at %s has begun".formatted(begun.id(), instance.describe()));
			out().flush();
		}
		UpgradeRecord ended = UpgradeWatch.of(instances, this.waitLimit).follow(begun, this.json ? (seen) -> {
		} : new UpgradeProgress(out(), System::nanoTime)::show);
		tell(ended);
		return ended.ending().outcome().map(ExitCode::of).orElse(ExitCode.UNDECIDED);
	}

	private void tell(UpgradeRecord ended) {
		if (this.json) {
			out().println(JsonText.of(UpgradeJson.of(ended)));
			return;
		}
		boolean failed = ended.ending().reason().isPresent();
		UpgradeText.ended(ended).forEach((failed ? err() : out())::println);
		err().flush();
	}

}
