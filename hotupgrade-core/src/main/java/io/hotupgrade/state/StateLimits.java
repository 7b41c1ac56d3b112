package io.hotupgrade.state;

import java.time.Duration;

/**
 * What handing over state may take.
 *
 * @param maxSize of one state, in bytes
 * @param timeout for all states of one moment
 * @since 0.1.0
 */
public record StateLimits(long maxSize, Duration timeout) {
}
