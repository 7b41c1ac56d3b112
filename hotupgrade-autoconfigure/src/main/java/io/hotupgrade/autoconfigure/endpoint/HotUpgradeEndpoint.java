package io.hotupgrade.autoconfigure.endpoint;

import java.util.function.Supplier;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.lang.Nullable;
import org.springframework.util.StringUtils;

/**
 * Actuator endpoint that shows, begins, rehearses, continues and aborts hot upgrades; the
 * same over HTTP and JMX. Refusals are thrown as {@link UpgradeRefusedException}.
 *
 * @since 0.1.0
 */
@Endpoint(id = "hotupgrade")
public class HotUpgradeEndpoint {

	private final Supplier<? extends HotUpgrade> hotUpgrade;

	/**
	 * Creates the endpoint.
	 * @param hotUpgrade finds what the endpoint acts on, at each operation; throws
	 * {@link UpgradeRefusedException} where the application has none
	 */
	public HotUpgradeEndpoint(Supplier<? extends HotUpgrade> hotUpgrade) {
		this.hotUpgrade = hotUpgrade;
	}

	/**
	 * Tells what the instance that answers is and does.
	 * @return its status
	 */
	@ReadOperation
	public HotUpgradeDescriptor status() {
		return HotUpgradeDescriptor.of(this.hotUpgrade.get().status());
	}

	/**
	 * Tells what this instance has learned of its clients' requests for the warm-up of a
	 * successor. The extensions of this endpoint make it an operation, as one endpoint
	 * has no two that read and take no selector.
	 * @return what a successor that were launched now would be given
	 */
	LearnedDescriptor learned() {
		return LearnedDescriptor.of(this.hotUpgrade.get().learnedRequests());
	}

	/**
	 * Looks what an upgrade would meet if it were asked for now. The extensions of this
	 * endpoint make it an operation, as one endpoint has no two that read and take no
	 * selector.
	 * @param jar path of the jar that would be launched, which configuration must allow;
	 * {@code null} or blank for what is configured
	 * @param sha256 the SHA-256 that the jar has to have, in hexadecimal digits;
	 * {@code null} or blank to take whatever is there
	 * @return all that was found
	 */
	PreflightDescriptor check(@Nullable String jar, @Nullable String sha256) {
		return PreflightDescriptor.of(this.hotUpgrade.get().check(request(jar, sha256)));
	}

	/**
	 * Begins an upgrade and returns as soon as the successor's process runs, or its start
	 * begins to be prepared.
	 * @param jar path of the jar to launch, which configuration must allow; {@code null}
	 * or blank for what is configured
	 * @param sha256 the SHA-256 that the jar has to have, in hexadecimal digits;
	 * {@code null} or blank to take whatever is there
	 * @return the upgrade that has begun
	 */
	@WriteOperation
	public UpgradeDescriptor upgrade(@Nullable String jar, @Nullable String sha256) {
		return UpgradeDescriptor.ofRunning(this.hotUpgrade.get().upgrade(request(jar, sha256)));
	}

	/**
	 * Begins the rehearsal of an upgrade and returns as {@link #upgrade} does. The
	 * extensions of this endpoint make it an operation, as one endpoint has no two that
	 * write and take no selector.
	 * @param jar path of the jar to launch, which configuration must allow; {@code null}
	 * or blank for what is configured
	 * @param sha256 the SHA-256 that the jar has to have, in hexadecimal digits;
	 * {@code null} or blank to take whatever is there
	 * @return the rehearsal that has begun
	 */
	UpgradeDescriptor rehearse(@Nullable String jar, @Nullable String sha256) {
		return UpgradeDescriptor.ofRunning(this.hotUpgrade.get().rehearse(request(jar, sha256)));
	}

	private static UpgradeRequest request(@Nullable String jar, @Nullable String sha256) {
		UpgradeRequest request = StringUtils.hasText(jar) ? UpgradeRequest.toJar(jar) : UpgradeRequest.asConfigured();
		return StringUtils.hasText(sha256) ? request.withSha256(sha256) : request;
	}

	/**
	 * Lets an upgrade go on that waits at a gate. The extensions of this endpoint make it
	 * an operation, as one endpoint has no two that write and take no selector.
	 * @return the upgrade that goes on
	 */
	UpgradeDescriptor proceed() {
		return UpgradeDescriptor.ofRunning(this.hotUpgrade.get().proceed());
	}

	/**
	 * Aborts the upgrade that is running.
	 * @return the upgrade that is being aborted
	 */
	@DeleteOperation
	public UpgradeDescriptor abort() {
		return UpgradeDescriptor.ofRunning(this.hotUpgrade.get().abort());
	}

}
