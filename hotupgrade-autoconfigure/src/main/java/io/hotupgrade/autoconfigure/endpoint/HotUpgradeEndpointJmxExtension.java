package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;
import org.springframework.lang.Nullable;

/**
 * What {@link HotUpgradeEndpointWebExtension} has under a path or with a parameter of its
 * own, as operations over JMX.
 *
 * @since 0.1.0
 */
@EndpointJmxExtension(endpoint = HotUpgradeEndpoint.class)
public class HotUpgradeEndpointJmxExtension {

	private final HotUpgradeEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint that does the work
	 */
	public HotUpgradeEndpointJmxExtension(HotUpgradeEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Tells what this instance has learned for the warm-up of a successor.
	 * @return what a successor that were launched now would be given
	 */
	@ReadOperation
	public LearnedDescriptor learned() {
		return this.delegate.learned();
	}

	/**
	 * Tells what an upgrade would meet if it were asked for now.
	 * @param jar path of the jar that would be launched, or {@code null} for what is
	 * configured
	 * @param sha256 the SHA-256 that the jar has to have, or {@code null}
	 * @return all that was found
	 */
	@ReadOperation
	public PreflightDescriptor check(@Nullable String jar, @Nullable String sha256) {
		return this.delegate.check(jar, sha256);
	}

	/**
	 * Begins the rehearsal of an upgrade.
	 * @param jar path of the jar to launch, or {@code null} for what is configured
	 * @param sha256 the SHA-256 that the jar has to have, or {@code null}
	 * @return the rehearsal that has begun
	 */
	@WriteOperation
	public UpgradeDescriptor rehearse(@Nullable String jar, @Nullable String sha256) {
		return this.delegate.rehearse(jar, sha256);
	}

	/**
	 * Lets an upgrade go on that waits at a gate.
	 * @return the upgrade that goes on
	 */
	@WriteOperation
	public UpgradeDescriptor proceed() {
		return this.delegate.proceed();
	}

}
