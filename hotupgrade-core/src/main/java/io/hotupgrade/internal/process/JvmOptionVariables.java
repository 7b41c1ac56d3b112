package io.hotupgrade.internal.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment variables from which a JVM takes arguments.
 *
 * @param environment the environment
 */
record JvmOptionVariables(Map<String, String> environment) {

	private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

	/**
	 * All arguments in the order in which a JVM reads them.
	 */
	List<String> around(List<String> commandLine) {
		List<String> all = new ArrayList<>(words("JAVA_TOOL_OPTIONS"));
		all.addAll(words("JDK_JAVA_OPTIONS"));
		all.addAll(commandLine);
		all.addAll(words("_JAVA_OPTIONS"));
		return all;
	}

	private List<String> words(String variable) {
		return WORD.matcher(this.environment.getOrDefault(variable, ""))
			.results()
			.map((word) -> word.group().replaceAll("[\"']", ""))
			.toList();
	}

}
