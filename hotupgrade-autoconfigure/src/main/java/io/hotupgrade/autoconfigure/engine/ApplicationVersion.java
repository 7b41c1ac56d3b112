package io.hotupgrade.autoconfigure.engine;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds out the version of the application.
 */
final class ApplicationVersion {

	private ApplicationVersion() {
	}

	/**
	 * The first that is known of: what is configured, Boot's own property (which it reads
	 * from the jar's manifest), the build information.
	 * @return the version, or an empty string
	 */
	static String find(@Nullable String configured, Environment environment, @Nullable BuildProperties build) {
		Optional<String> built = Optional.ofNullable(build).map(BuildProperties::getVersion);
		return Stream.of(configured, environment.getProperty("spring.application.version"), built.orElse(null))
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse("");
	}

}
