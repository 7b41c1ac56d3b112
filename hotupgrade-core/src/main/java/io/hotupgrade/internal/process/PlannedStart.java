package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A start as a launch would do it, for whoever prepares it. Thread-safe.
 */
public final class PlannedStart {

	private final LaunchPlan plan;

	private final Path jar;

	private final LocalProcess self;

	private final Map<String, String> configuredEnvironment;

	private PlannedStart(LaunchPlan plan, Path jar, LocalProcess self, Map<String, String> configuredEnvironment) {
		this.plan = plan;
		this.jar = jar;
		this.self = self;
		this.configuredEnvironment = configuredEnvironment;
	}

	/**
	 * Looks at a plan.
	 * @param plan the plan
	 * @param self this process
	 * @param configuredEnvironment variables that settings set
	 * @return the start
	 * @throws LaunchException if it is not the start of a jar
	 */
	static PlannedStart of(LaunchPlan plan, LocalProcess self, Map<String, String> configuredEnvironment)
			throws LaunchException {
		Path jar = plan.jar().orElseThrow(() -> new LaunchException("The command starts no jar"));
		return new PlannedStart(plan, jar, self, configuredEnvironment);
	}

	/**
	 * The start of a jar by a command, apart from any upgrade.
	 * @param command the command
	 * @return the start
	 * @throws LaunchException if there is no such program, or it is not the start of a
	 * jar
	 */
	public static PlannedStart of(List<String> command) throws LaunchException {
		LocalProcess self = LocalProcess.current();
		Path directory = self.directory();
		JavaCommand base = new JavaCommand(command);
		String program = new Programs(self.environment().getOrDefault("PATH", ""), directory).find(base.program())
			.orElseThrow(() -> new LaunchException(base.program() + " is not a program that can be run"));
		return of(new LaunchPlan(base, base.withProgram(program), directory), self, Map.of());
	}

	/**
	 * The jar that the application is known by.
	 * @return its absolute path, in which links stay
	 */
	public Path jar() {
		return this.jar;
	}

	/**
	 * What starts a JVM: its program, with others that it is started by.
	 * @return the beginning of the command
	 */
	public List<String> launcher() {
		return this.plan.command().launcher();
	}

	/**
	 * The JVM's arguments.
	 * @return those of the command, without {@code -jar}
	 */
	public List<String> jvmArguments() {
		return this.plan.command().jvmArguments().stream().filter((argument) -> !argument.equals("-jar")).toList();
	}

	/**
	 * The JVM's arguments, with those that it takes from the environment.
	 * @return in the order in which it reads them
	 */
	public List<String> allJvmArguments() {
		Map<String, String> environment = new HashMap<>(this.self.environment());
		environment.putAll(this.configuredEnvironment);
		return new JvmOptionVariables(environment).around(jvmArguments());
	}

	/**
	 * The application's arguments.
	 * @return those of the command
	 */
	public List<String> applicationArguments() {
		return this.plan.command().applicationArguments();
	}

	/**
	 * The directory in which relative paths of the command are.
	 * @return an absolute path
	 */
	public Path directory() {
		return this.plan.directory();
	}

	/**
	 * The same start from another place.
	 * @param prepared the place
	 * @return the command
	 * @throws LaunchException if it starts no jar
	 */
	public List<String> from(PreparedStart prepared) throws LaunchException {
		return this.plan.from(prepared).command().arguments();
	}

	/**
	 * Starts a process that helps to prepare the start: in the same directory and with
	 * the same environment, but for what belongs to this process alone. It is the last
	 * one to get a CPU, and the first that the kernel ends where memory runs out.
	 * @param command the command
	 * @return the process
	 * @throws LaunchException if there is none
	 */
	public HelperProcess start(List<String> command) throws LaunchException {
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(directory().toFile());
		builder.environment().put(WorkingDirectory.VARIABLE, directory().toString());
		new SuccessorEnvironment(this.configuredEnvironment, Map.of()).applyTo(builder.environment());
		return HelperProcess.start(builder, this.self);
	}

	/**
	 * Leaves out the command, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "PlannedStart[%s]".formatted(this.jar);
	}

}
