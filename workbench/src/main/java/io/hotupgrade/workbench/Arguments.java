package io.hotupgrade.workbench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program's command line.
 */
final class Arguments {

	private static final int LARGEST = 100_000;

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Reads a command line.
	 * @throws IllegalArgumentException if an argument is none of the options, or its
	 * value not possible
	 */
	Arguments(List<String> arguments, List<Program.Option> options) {
		options.forEach((option) -> this.values.put(option.name(), option.defaultValue()));
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			String name = (argument.startsWith("--") && equals > 0) ? argument.substring(2, equals) : "";
			if (!this.values.containsKey(name)) {
				throw new IllegalArgumentException("'" + argument + "' is no option; --help lists them");
			}
			this.values.put(name, argument.substring(equals + 1));
		}
		// Before anything is started.
		options.stream().filter((option) -> option != Program.JAR).forEach((option) -> number(option.name()));
	}

	/** A number from 1 to 100,000. */
	int number(String name) {
		String value = this.values.get(name);
		try {
			int number = Integer.parseInt(value);
			if (number >= 1 && number <= LARGEST) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Told below, as a number out of range is.
		}
		throw new IllegalArgumentException("--" + name + " is '" + value + "'; it has to be from 1 to " + LARGEST);
	}

	/**
	 * The sample's jar.
	 * @throws IllegalArgumentException if there is no such file
	 */
	Path jar() {
		Path jar = Path.of(this.values.get(Program.JAR.name())).toAbsolutePath();
		if (!Files.isRegularFile(jar)) {
			throw new IllegalArgumentException("There is no " + jar
					+ "; run './mvnw -DskipTests package' and start this from the top of the source tree, or say --jar=");
		}
		return jar;
	}

}
