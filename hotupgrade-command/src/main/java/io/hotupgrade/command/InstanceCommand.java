package io.hotupgrade.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What all commands have in common that are about an instance.
 */
@Command(mixinStandardHelpOptions = true)
abstract class InstanceCommand implements Callable<Integer> {

	@Mixin
	private InstanceOptions instance;

	@Spec
	private CommandSpec spec;

	@Override
	public final Integer call() {
		ExitCode code = run(this.instance.open());
		out().flush();
		return code.number();
	}

	/**
	 * Does what the command is for.
	 * @param instances the instances, of which one is meant
	 * @return how it has ended
	 * @throws CommandException if it could not be done
	 */
	abstract ExitCode run(Instances instances);

	PrintWriter out() {
		return this.spec.commandLine().getOut();
	}

	PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

	/**
	 * Whether colours and the like are for somebody who can see them.
	 */
	static boolean isTerminal() {
		return Ansi.AUTO.enabled();
	}

}
