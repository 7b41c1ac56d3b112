package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why the endpoint refused.
 *
 * @param reason the reason, for scripts
 * @param message the reason and the remedy, for people
 * @since 0.1.0
 */
public record RefusalDescriptor(RefusalReason reason, String message) implements OperationResponseBody {

	static RefusalDescriptor of(UpgradeRefusedException refusal) {
		return new RefusalDescriptor(refusal.getReason(), refusal.getMessage());
	}

}
