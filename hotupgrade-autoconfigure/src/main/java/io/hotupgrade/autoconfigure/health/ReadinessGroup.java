package io.hotupgrade.autoconfigure.health;

import java.util.EnumSet;
import java.util.Set;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The health group that says whether an application can take traffic. Spring Boot 4 has
 * it in every application, and then it says no more than that the application has
 * started: so its existence does not tell that somebody wants it.
 */
final class ReadinessGroup {

	/** Its name. */
	static final String NAME = "readiness";

	private static final String PROBES = "management.endpoint.health.probes.enabled";

	/** Its name in early releases, which 3.5 still knows. */
	private static final String EARLY_PROBES = "management.health.probes.enabled";

	private static final String GROUP = "management.endpoint.health.group." + NAME;

	/** Where Spring Boot 3.5 has it without being told. */
	private static final Set<CloudPlatform> PLATFORMS = EnumSet.of(CloudPlatform.KUBERNETES,
			CloudPlatform.CLOUD_FOUNDRY);

	private ReadinessGroup() {
	}

	/**
	 * Whether the application has asked for the group, or runs where others ask for it.
	 * @param environment what is configured
	 * @return whether it is what counts
	 */
	static boolean isWanted(Environment environment) {
		return environment.getProperty(PROBES, Boolean.class, false)
				|| environment.getProperty(EARLY_PROBES, Boolean.class, false) || isDefined(environment)
				|| PLATFORMS.contains(CloudPlatform.getActive(environment));
	}

	private static boolean isDefined(Environment environment) {
		return Binder.get(environment).bind(GROUP, Bindable.mapOf(String.class, Object.class)).isBound();
	}

}
