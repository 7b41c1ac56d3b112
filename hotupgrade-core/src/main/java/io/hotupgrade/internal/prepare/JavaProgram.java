package io.hotupgrade.internal.prepare;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JVM that a start is for.
 *
 * @param version what it says of itself
 * @param feature the number of its release
 */
record JavaProgram(String version, int feature) {

	private static final Pattern VERSION = Pattern.compile(" version \"(\\d+)[^\"]*\"");

	/** What it says of the environment. */
	private static final String NOTE = "Picked up ";

	/**
	 * Reads what {@code java -version} has written.
	 */
	static JavaProgram of(List<String> output) throws PreparationException {
		String version = output.stream().filter((line) -> !line.startsWith(NOTE)).collect(Collectors.joining("\n"));
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.find()) {
			throw new PreparationException(
					"The program that is launched does not answer to -version as a JVM does: " + version);
		}
		return new JavaProgram(version, Integer.parseInt(matcher.group(1)));
	}

}
