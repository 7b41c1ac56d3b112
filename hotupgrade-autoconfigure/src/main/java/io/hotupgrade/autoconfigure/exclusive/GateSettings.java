package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.properties.PathPatterns;
import org.springframework.core.env.Environment;

/**
 * What a gate makes of the properties.
 */
final class GateSettings {

	/** In seconds; a roll back takes longer than a switch. */
	static final String RETRY_AFTER = "2";

	private GateSettings() {
	}

	/**
	 * The operators' paths are always excluded: they have to be able to abort. Where
	 * requests pass, all are.
	 */
	static Predicate<String> excluded(HotUpgradeProperties.Exclusive properties, Environment environment) {
		if (properties.requests() == HotUpgradeProperties.ExclusiveRequests.PASS) {
			return (path) -> true;
		}
		String management = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		List<String> patterns = new ArrayList<>(properties.excludedPaths());
		if (management.startsWith("/") && management.length() > 1) {
			patterns.add(management + "/**");
		}
		return new PathPatterns(patterns);
	}

	/**
	 * A roll back comes on top of a switch.
	 */
	static Duration patience(HotUpgradeProperties.Exclusive properties) {
		return properties.quiesceTimeout().plus(properties.maxPause()).multipliedBy(2);
	}

}
