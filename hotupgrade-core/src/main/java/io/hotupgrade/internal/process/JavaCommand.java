package io.hotupgrade.internal.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command that starts a JVM, perhaps by way of other programs such as {@code nice}.
 * Reads it as the {@code java} launcher does: options up to the main class, its module or
 * its jar, then the application's arguments. Immutable.
 */
final class JavaCommand {

	/** See java(1): the options whose value may be the next argument. */
	private static final Set<String> OPTIONS_WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p",
			"--module-path", "--upgrade-module-path", "--add-modules", "--limit-modules", "--add-reads",
			"--add-exports", "--add-opens", "--patch-module", "--enable-native-access", "--describe-module", "-d",
			"--source");

	private static final String JAR = "-jar";

	private final List<String> arguments;

	private final int firstOption;

	private final int main;

	private final boolean startsJar;

	/** Index from which on arguments may come after a main class in an argument file. */
	private final int argumentFile;

	JavaCommand(List<String> arguments) {
		this.arguments = List.copyOf(arguments);
		this.firstOption = launcher(arguments) + 1;
		int index = this.firstOption;
		int file = Integer.MAX_VALUE;
		boolean jar = false;
		while (index < arguments.size() && isOption(arguments.get(index))) {
			String option = arguments.get(index);
			jar |= option.equals(JAR);
			file = option.startsWith("@") ? Math.min(file, index) : file;
			index += OPTIONS_WITH_VALUE.contains(option) ? 2 : 1;
		}
		this.main = Math.min(index, arguments.size());
		this.argumentFile = file;
		this.startsJar = jar && this.main < arguments.size();
	}

	private static int launcher(List<String> arguments) {
		for (int i = 0; i < arguments.size(); i++) {
			String name = arguments.get(i);
			if (name.equals("java") || name.endsWith("/java")) {
				return i;
			}
		}
		return 0;
	}

	private static boolean isOption(String argument) {
		boolean startsModule = argument.equals("-m") || argument.equals("--module") || argument.startsWith("--module=");
		return (argument.startsWith("-") && !startsModule) || argument.startsWith("@");
	}

	List<String> arguments() {
		return this.arguments;
	}

	String program() {
		return this.arguments.get(0);
	}

	/**
	 * The jar that is started.
	 * @return its path as given, or empty if a class or module is started
	 */
	Optional<String> jar() {
		return this.startsJar ? Optional.of(this.arguments.get(this.main)) : Optional.empty();
	}

	/**
	 * The beginning, up to the program that is the JVM.
	 */
	List<String> launcher() {
		return this.arguments.subList(0, this.firstOption);
	}

	List<String> applicationArguments() {
		return this.arguments.subList(Math.min(this.main + 1, this.arguments.size()), this.arguments.size());
	}

	List<String> jvmArguments() {
		return this.arguments.subList(this.firstOption, this.main);
	}

	JavaCommand withProgram(String program) {
		return with(0, program);
	}

	JavaCommand withJar(String jar) throws LaunchException {
		if (!this.startsJar) {
			throw new LaunchException("A jar was configured (hotupgrade.launch.jar) or requested, and the command to "
					+ "launch has no -jar argument to replace; set hotupgrade.launch.command instead");
		}
		return with(this.main, jar);
	}

	/**
	 * Adds arguments: the JVM's after those that are there, because the last one counts,
	 * and the application's at the end.
	 */
	JavaCommand withAdded(List<String> jvmArguments, List<String> applicationArguments) {
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(applicationArguments);
		all.addAll(endOfJvmArguments(), jvmArguments);
		return new JavaCommand(all);
	}

	private int endOfJvmArguments() {
		boolean afterJarOption = this.startsJar && this.arguments.get(this.main - 1).equals(JAR);
		return Math.min(this.argumentFile, afterJarOption ? this.main - 1 : this.main);
	}

	private JavaCommand with(int index, String argument) {
		List<String> all = new ArrayList<>(this.arguments);
		all.set(index, argument);
		return new JavaCommand(all);
	}

	/**
	 * Leaves out the arguments, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "JavaCommand[%s, ...]".formatted(program());
	}

}
