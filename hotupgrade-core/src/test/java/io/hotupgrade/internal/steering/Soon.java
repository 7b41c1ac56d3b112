package io.hotupgrade.internal.steering;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what the kernel does in a moment, on a loaded machine a little later.
 */
final class Soon {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(1);

	private Soon() {
	}

	static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL).atMost(DEADLINE);
	}

}
