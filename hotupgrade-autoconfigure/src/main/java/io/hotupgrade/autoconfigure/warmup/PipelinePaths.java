package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;

/**
 * The paths that most applications let everybody reach.
 */
final class PipelinePaths {

	/** Below the actuator's path: what is asked most and counted least. */
	private static final List<String> OF_THE_ACTUATOR = List.of("/health", "/health/liveness", "/info");

	/** What is left open where there is no actuator. */
	private static final List<String> OTHERS = List.of("/livez", "/favicon.ico", "/robots.txt", "/");

	private final Environment environment;

	/**
	 * Creates the paths.
	 * @param environment has the path of the actuator
	 */
	PipelinePaths(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The paths, in the order in which they are to be tried.
	 */
	Stream<String> all() {
		String actuator = property("management.endpoints.web.base-path", "/actuator").replaceAll("/+$", "");
		return Stream.concat(OF_THE_ACTUATOR.stream().map((path) -> actuator + path), OTHERS.stream());
	}

	String property(String name, String otherwise) {
		return Optional.ofNullable(this.environment.getProperty(name)).orElse(otherwise);
	}

}
