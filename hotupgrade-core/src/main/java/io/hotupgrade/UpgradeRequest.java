package io.hotupgrade;

import java.util.Optional;

/**
 * What to upgrade to.
 *
 * @param jar path of the jar to launch, which configuration must allow; empty for the
 * configured one
 * @param sha256 the SHA-256 of the jar, in hexadecimal digits, which is compared before
 * anything is started; empty to take whatever is there
 * @since 0.1.0
 */
public record UpgradeRequest(Optional<String> jar, Optional<String> sha256) {

	/**
	 * Asks for what configuration says: by default this instance's own command.
	 * @return the request
	 */
	public static UpgradeRequest asConfigured() {
		return new UpgradeRequest(Optional.empty(), Optional.empty());
	}

	/**
	 * Asks for a certain jar.
	 * @param jar the jar's path
	 * @return the request
	 */
	public static UpgradeRequest toJar(String jar) {
		return new UpgradeRequest(Optional.of(jar), Optional.empty());
	}

	/**
	 * Asks for the same, if it has a certain checksum.
	 * @param expected the SHA-256 in hexadecimal digits
	 * @return the request
	 */
	public UpgradeRequest withSha256(String expected) {
		return new UpgradeRequest(this.jar, Optional.of(expected));
	}

}
