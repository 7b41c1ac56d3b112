package io.hotupgrade.command;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Begins an upgrade, and waits for its end if that is wanted.
 */
@Command(name = "upgrade", description = "Begins an upgrade.")
final class UpgradeCommand extends InstanceCommand {

	@Mixin
	private JarOptions jar;

	@Option(names = "--wait", description = "until the upgrade has ended, and tell how it goes")
	private boolean wait;

	@Option(names = "--wait-limit", paramLabel = "SECONDS", defaultValue = "0",
			description = "how long to wait at most; then the upgrade goes on by itself (default: as long as it takes)")
	private int waitLimit;

	@Override
	ExitCode run(Instances instances) {
		RunningInstance instance = instances.find();
		UpgradeRecord begun = instances.ask(instance, this.jar.request(OperatorCommand.UPGRADE), OperatorUpgrade.class)
			.upgrade();
		out().println("Upgrade %s of %s has begun".formatted(begun.id(), instance.describe()));
		out().flush();
		return (this.wait || this.waitLimit > 0) ? await(instances, begun) : ExitCode.DONE;
	}

	private ExitCode await(Instances instances, UpgradeRecord begun) {
		UpgradeProgress progress = new UpgradeProgress(out(), System::nanoTime);
		UpgradeRecord ended = UpgradeWatch.of(instances, this.waitLimit).follow(begun, progress::show);
		boolean success = ended.ending().isSuccess();
		UpgradeText.ended(ended).forEach((success ? out() : err())::println);
		err().flush();
		return ended.ending().outcome().map(ExitCode::of).orElse(ExitCode.UNDECIDED);
	}

}
