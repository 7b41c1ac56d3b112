package io.hotupgrade;

import java.util.Optional;

/**
 * What to upgrade to.
 *
 * @param jar path of the jar to launch, which configuration must allow; empty for the
 * configured one
 * @since 0.1.0
 */
public record UpgradeRequest(Optional<String> jar) {

	/**
	 * Asks for what configuration says: by default this instance's own command.
	 * @return the request
	 */
	public static UpgradeRequest asConfigured() {
		return new UpgradeRequest(Optional.empty());
	}

	/**
	 * Asks for a certain jar.
	 * @param jar the jar's path
	 * @return the request
	 */
	public static UpgradeRequest toJar(String jar) {
		return new UpgradeRequest(Optional.of(jar));
	}

}
