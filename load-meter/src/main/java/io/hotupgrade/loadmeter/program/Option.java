package io.hotupgrade.loadmeter.program;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.EmbeddedServer;

/**
 * What may be said on a program's command line.
 *
 * @param name the name, without dashes
 * @param defaultValue what it is unless said
 * @param meaning what it means
 * @param kind what its value is
 */
public record Option(String name, String defaultValue, String meaning, Kind kind) {

	/** The sample's server. */
	public static final Option SERVER = text("server", Cell.USUAL.server().id(),
			"the sample's server, " + oneOf(Stream.of(EmbeddedServer.values()).map(EmbeddedServer::id)));

	/** The sample's generation of Spring Boot. */
	public static final Option BOOT = text("boot", "",
			"the sample's generation of Spring Boot, "
					+ oneOf(Stream.of(Cell.values()).map((cell) -> Integer.toString(cell.boot())).distinct().sorted())
					+ "; by default the newest that has the server");

	/** Another application than the sample. */
	public static final Option JAR = text("jar", "", "another packaged application, in place of the sample");

	private static String oneOf(Stream<String> values) {
		return values.collect(Collectors.joining(" or "));
	}

	/**
	 * What may be said by those that start the sample.
	 * @param more other options
	 * @return the options that {@link Arguments#jar()} needs, and the others
	 */
	public static List<Option> ofSample(Option... more) {
		return Stream.concat(Stream.of(SERVER, BOOT, JAR), Stream.of(more)).toList();
	}

	/**
	 * An option whose value is a number.
	 * @param name the name, without dashes
	 * @param defaultValue what it is unless said
	 * @param meaning what it means
	 * @return the option
	 */
	public static Option number(String name, String defaultValue, String meaning) {
		return new Option(name, defaultValue, meaning, Kind.NUMBER);
	}

	/**
	 * An option whose value is any text.
	 * @param name the name, without dashes
	 * @param defaultValue what it is unless said
	 * @param meaning what it means
	 * @return the option
	 */
	public static Option text(String name, String defaultValue, String meaning) {
		return new Option(name, defaultValue, meaning, Kind.TEXT);
	}

	@Override
	public String toString() {
		return "--%s=%s  %s".formatted(this.name, this.defaultValue, this.meaning);
	}

	/**
	 * What a value is.
	 */
	public enum Kind {

		/** A whole number from 1 on. */
		NUMBER,

		/** Anything. */
		TEXT

	}

}
