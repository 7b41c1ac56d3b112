package io.hotupgrade.command;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command, which does nothing without one of its subcommands.
 */
@Command(name = "hotupgrade", mixinStandardHelpOptions = true, versionProvider = HotUpgradeCommand.Version.class,
		description = "Looks at a running application and has it upgraded, by its control socket.",
		subcommands = { StatusCommand.class, UpgradeCommand.class, ContinueCommand.class, AbortCommand.class,
				HistoryCommand.class, CheckCommand.class, PrepareCommand.class, RehearseCommand.class,
				DrainCommand.class, GenerateCompletion.class },
		synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done", "1:failed", "2:wrong command line", "3:rolled back", "4:refused", "5:cannot reach",
				"6:aborted", "7:still under way when the time to wait was over" })
final class HotUpgradeCommand implements Runnable {

	@Spec
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Say what to do: one of "
				+ String.join(", ", this.spec.subcommands().keySet().stream().filter(this::isOurs).toList()));
	}

	private boolean isOurs(String name) {
		CommandLine command = this.spec.subcommands().get(name);
		return command.getCommand() instanceof InstanceCommand;
	}

	/**
	 * The version of the jar.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = HotUpgradeCommand.class.getPackage().getImplementationVersion();
			return new String[] { "hotupgrade " + ((version != null) ? version : "(not packaged)") };
		}

	}

}
