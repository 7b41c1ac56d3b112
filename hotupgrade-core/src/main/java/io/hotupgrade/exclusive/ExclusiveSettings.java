package io.hotupgrade.exclusive;

import java.time.Duration;

/**
 * How long letting go of what cannot exist twice may take.
 *
 * @param quiesceTimeout how long requests under way may take to end, and then the
 * resources to be released
 * @param maxPause how long requests may wait until the successor has taken over
 * @since 0.1.0
 */
public record ExclusiveSettings(Duration quiesceTimeout, Duration maxPause) {

}
