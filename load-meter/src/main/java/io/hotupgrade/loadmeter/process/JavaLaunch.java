package io.hotupgrade.loadmeter.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start {@code java -jar}. Immutable.
 *
 * @param jar the jar
 * @param javaHome the Java to use
 * @param jvmArguments arguments before {@code -jar}
 * @param arguments the application's arguments
 * @param environment variables to set, beside those inherited
 * @param workDirectory the working directory, which also gets the output
 */
public record JavaLaunch(Path jar, Path javaHome, List<String> jvmArguments, List<String> arguments,
		Map<String, String> environment, Path workDirectory) {

	public JavaLaunch {
		jvmArguments = List.copyOf(jvmArguments);
		arguments = List.copyOf(arguments);
		environment = Map.copyOf(environment);
	}

	/**
	 * A jar, run by the Java that runs this program, in the jar's directory.
	 * @param jar the jar
	 * @return the launch
	 */
	public static JavaLaunch ofJar(Path jar) {
		return new JavaLaunch(jar, Path.of(System.getProperty("java.home")), List.of(), List.of(), Map.of(),
				jar.toAbsolutePath().getParent());
	}

	/**
	 * Takes another jar.
	 * @param other the jar
	 * @return a new launch
	 */
	public JavaLaunch withJar(Path other) {
		return new JavaLaunch(other, this.javaHome, this.jvmArguments, this.arguments, this.environment,
				this.workDirectory);
	}

	/**
	 * Takes another Java.
	 * @param home its directory
	 * @return a new launch
	 */
	public JavaLaunch withJavaHome(Path home) {
		return new JavaLaunch(this.jar, home, this.jvmArguments, this.arguments, this.environment, this.workDirectory);
	}

	/**
	 * Adds arguments for the JVM.
	 * @param more the arguments
	 * @return a new launch
	 */
	public JavaLaunch withJvmArguments(String... more) {
		return new JavaLaunch(this.jar, this.javaHome, joined(this.jvmArguments, more), this.arguments,
				this.environment, this.workDirectory);
	}

	/**
	 * Adds arguments for the application.
	 * @param more the arguments
	 * @return a new launch
	 */
	public JavaLaunch withArguments(String... more) {
		return new JavaLaunch(this.jar, this.javaHome, this.jvmArguments, joined(this.arguments, more),
				this.environment, this.workDirectory);
	}

	/**
	 * Sets an environment variable.
	 * @param name its name
	 * @param value its value
	 * @return a new launch
	 */
	public JavaLaunch withEnvironment(String name, String value) {
		Map<String, String> variables = new LinkedHashMap<>(this.environment);
		variables.put(name, value);
		return new JavaLaunch(this.jar, this.javaHome, this.jvmArguments, this.arguments, variables,
				this.workDirectory);
	}

	/**
	 * Takes another working directory.
	 * @param directory an existing directory
	 * @return a new launch
	 */
	public JavaLaunch withWorkDirectory(Path directory) {
		return new JavaLaunch(this.jar, this.javaHome, this.jvmArguments, this.arguments, this.environment, directory);
	}

	/**
	 * The program that runs the jar.
	 * @return its path
	 */
	public Path java() {
		return this.javaHome.resolve("bin").resolve("java");
	}

	/**
	 * The command line.
	 * @return program and arguments
	 */
	public List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(java().toString());
		command.addAll(this.jvmArguments);
		command.add("-jar");
		command.add(this.jar.toString());
		command.addAll(this.arguments);
		return command;
	}

	private static List<String> joined(List<String> first, String... second) {
		List<String> joined = new ArrayList<>(first);
		joined.addAll(List.of(second));
		return joined;
	}

}
