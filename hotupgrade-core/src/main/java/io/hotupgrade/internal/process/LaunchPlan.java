package io.hotupgrade.internal.process;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

import io.hotupgrade.LaunchSettings;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;

/**
 * Which command to launch.
 *
 * @param base the command for later generations to start from. It has the jar that is
 * launched, and not the arguments that settings add, so that nothing accumulates
 * @param command the command to run
 * @param directory the working directory, in which relative paths of the command are
 */
record LaunchPlan(JavaCommand base, JavaCommand command, Path directory) {

	/**
	 * Derives the command.
	 * @param settings how to launch
	 * @param self this process
	 * @param directory the working directory
	 * @param request what was asked for
	 * @param inherited the base from the predecessor's plan; empty in the first
	 * generation
	 * @return the plan
	 * @throws LaunchException if there is no command to launch
	 * @throws UpgradeRefusedException if there is no jar to launch, or not that one
	 */
	static LaunchPlan of(LaunchSettings settings, LocalProcess self, Path directory, UpgradeRequest request,
			List<String> inherited) throws LaunchException {
		JavaCommand base = base(settings, self, inherited);
		Optional<String> jar = jar(settings, request, directory);
		if (jar.isPresent()) {
			base = base.withJar(jar.get());
		}
		base.jar().map(directory::resolve).ifPresent(LaunchableJar::check);
		JavaCommand command = base.withProgram(program(base, settings, self, directory))
			.withAdded(settings.jvmArguments(), settings.applicationArguments());
		return new LaunchPlan(base, command, directory);
	}

	/**
	 * The jar that is started.
	 * @return its absolute path, in which links stay; empty if a class or module is
	 * started
	 */
	Optional<Path> jar() {
		return this.base.jar().map(this.directory::resolve);
	}

	/**
	 * The same plan with another place to start from. It has the jar that was prepared,
	 * even if a pattern has come to mean another one meanwhile.
	 * @param prepared the place
	 * @return the plan, whose base knows nothing of the place
	 * @throws LaunchException if it starts no jar
	 */
	LaunchPlan from(PreparedStart prepared) throws LaunchException {
		boolean same = jar().filter(prepared.source()::equals).isPresent();
		String jar = prepared.source().toString();
		return new LaunchPlan(same ? this.base : this.base.withJar(jar),
				new PreparedCommand(same ? this.command : this.command.withJar(jar)).from(prepared), this.directory);
	}

	private static JavaCommand base(LaunchSettings settings, LocalProcess self, List<String> inherited)
			throws LaunchException {
		if (!settings.command().isEmpty()) {
			return new JavaCommand(settings.command());
		}
		return inherited.isEmpty() ? new PreparedCommand(new JavaCommand(self.command())).original()
				: new JavaCommand(inherited);
	}

	private static String program(JavaCommand base, LaunchSettings settings, LocalProcess self, Path directory)
			throws LaunchException {
		Programs programs = new Programs(self.environment().getOrDefault("PATH", ""), directory);
		Optional<String> program = programs.find(base.program());
		if (program.isPresent()) {
			return program.get();
		}
		if (!settings.command().isEmpty()) {
			throw new LaunchException("hotupgrade.launch.command begins with %s, which is not a program that can be run"
				.formatted(base.program()));
		}
		return self.executable().toString();
	}

	private static Optional<String> jar(LaunchSettings settings, UpgradeRequest request, Path directory) {
		if (request.jar().isPresent()) {
			return request.jar()
				.map(new RequestableJars(settings.requestableJars(), directory)::allow)
				.map(Path::toString);
		}
		return settings.jar().map((pattern) -> newest(pattern, directory));
	}

	private static String newest(String pattern, Path directory) {
		try {
			return new JarPattern(pattern, directory).newest()
				.orElseThrow(() -> LaunchableJar.notFound(pattern, "No file matches hotupgrade.launch.jar=" + pattern,
						"Put one there, or correct the pattern"))
				.toString();
		}
		catch (InvalidPathException | PatternSyntaxException ex) {
			throw LaunchableJar.notFound(pattern, "hotupgrade.launch.jar=%s is neither a path nor a glob pattern: %s"
				.formatted(pattern, ex.getMessage()), "Correct it");
		}
	}

}
