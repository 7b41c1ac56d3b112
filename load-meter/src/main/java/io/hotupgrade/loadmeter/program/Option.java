package io.hotupgrade.loadmeter.program;

/**
 * What may be said on a program's command line.
 *
 * @param name the name, without dashes
 * @param defaultValue what it is unless said
 * @param meaning what it means
 * @param kind what its value is
 */
public record Option(String name, String defaultValue, String meaning, Kind kind) {

	/** Where the sample is, as seen from the top of the source tree. */
	public static final Option JAR = text("jar", "sample-app/target/sample-app.jar", "the packaged sample application");

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
