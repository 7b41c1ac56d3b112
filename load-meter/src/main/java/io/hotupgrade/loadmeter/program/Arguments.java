package io.hotupgrade.loadmeter.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.process.Cell;

/**
 * A program's command line. Immutable.
 */
public final class Arguments {

	private static final int LARGEST = 100_000;

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Reads a command line.
	 * @param arguments what was said
	 * @param options what may be said
	 * @throws IllegalArgumentException if an argument is none of the options, or its
	 * value not possible
	 */
	public Arguments(List<String> arguments, List<Option> options) {
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
		options.stream()
			.filter((option) -> option.kind() == Option.Kind.NUMBER)
			.forEach((option) -> number(option.name()));
	}

	/**
	 * A number.
	 * @param name the option's name
	 * @return its value, from 1 to 100,000
	 */
	public int number(String name) {
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
	 * A text.
	 * @param name the option's name
	 * @return its value, possibly empty
	 */
	public String text(String name) {
		return this.values.get(name);
	}

	/**
	 * The sample's jar, for programs that have the {@linkplain Option#ofSample options of
	 * the sample}.
	 * @return its absolute path
	 * @throws IllegalArgumentException if there is no such sample or no such file
	 */
	public Path jar() {
		String other = text(Option.JAR.name());
		return other.isEmpty() ? sample() : existing(Path.of(other), "--jar= names it");
	}

	private Path sample() {
		Cell cell = Cell.of(text(Option.SERVER.name()), text(Option.BOOT.name()));
		return existing(cell.jar(),
				"run './mvnw -DskipTests package' and start this from the top of the source tree, or say --jar=");
	}

	private static Path existing(Path file, String advice) {
		Path jar = file.toAbsolutePath();
		if (!Files.isRegularFile(jar)) {
			throw new IllegalArgumentException("There is no " + jar + "; " + advice);
		}
		return jar;
	}

}
