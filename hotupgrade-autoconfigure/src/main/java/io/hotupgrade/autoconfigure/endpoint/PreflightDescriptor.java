package io.hotupgrade.autoconfigure.endpoint;

import java.util.List;

import io.hotupgrade.Preflight;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of an upgrade that nobody has asked for yet.
 *
 * @param possible whether one could begin now
 * @param findings what it would meet, obstacles first
 * @since 0.1.0
 */
public record PreflightDescriptor(boolean possible, List<Preflight.Finding> findings) implements OperationResponseBody {

	static PreflightDescriptor of(Preflight preflight) {
		return new PreflightDescriptor(preflight.possible(), preflight.findings());
	}

}
