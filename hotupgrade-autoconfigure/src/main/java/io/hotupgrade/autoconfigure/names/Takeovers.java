package io.hotupgrade.autoconfigure.names;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Whether an instance that nobody has launched may have a predecessor all the same.
 */
final class Takeovers {

	private static final String NEVER = "never";

	private Takeovers() {
	}

	static void expect(@Nullable Environment environment, NameFiles files) {
		if (environment != null && !environment.getProperty("hotupgrade.takeover", NEVER).equalsIgnoreCase(NEVER)) {
			files.expectPredecessor();
		}
	}

}
