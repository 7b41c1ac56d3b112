package io.hotupgrade.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of an instance.
 *
 * @param state the phase of the running upgrade, or {@link UpgradePhase#SERVING}
 * @param generation 0 for the first instance, one more for each successor
 * @param pid the process id
 * @param version the application's version, or an empty string
 * @param steering how new connections are steered
 * @param connections connections open on this instance
 * @param requests requests in flight on this instance
 * @param drain how far the drain has got; absent before it begins
 * @param upgrade the upgrade that is running; absent if there is none
 * @param history upgrades that have ended, newest first
 * @since 0.1.0
 */
@JsonInclude(Include.NON_NULL)
public record HotUpgradeDescriptor(UpgradePhase state, int generation, long pid, String version,
		SteeringDescriptor steering, int connections, int requests, @Nullable DrainDescriptor drain,
		@Nullable UpgradeDescriptor upgrade, List<UpgradeDescriptor> history) implements OperationResponseBody {

	static HotUpgradeDescriptor of(UpgradeStatus status) {
		return new HotUpgradeDescriptor(status.state(), status.instance().generation(), status.instance().pid(),
				status.instance().version(), SteeringDescriptor.of(status.steering()), status.connections(),
				status.requests(), status.drain().map(DrainDescriptor::of).orElse(null),
				status.upgrade().map(UpgradeDescriptor::of).orElse(null),
				status.history().stream().map(UpgradeDescriptor::of).toList());
	}

	/**
	 * How new connections are steered.
	 *
	 * @param mode the mechanism: {@code cbpf} or {@code none}
	 * @param detail why the mode is {@code none}; otherwise an empty string
	 */
	public record SteeringDescriptor(String mode, String detail) {

		static SteeringDescriptor of(SteeringStatus steering) {
			return new SteeringDescriptor(steering.mode().name().toLowerCase(Locale.ROOT), steering.detail());
		}

	}

}
