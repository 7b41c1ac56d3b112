package io.hotupgrade.sessions;

import java.time.Duration;

/**
 * How sessions are shared; immutable and already validated.
 *
 * @param maxSize bytes that a session may have to be moved
 * @param timeout how long an instance that leaves may take to give its sessions away
 * @since 0.1.0
 */
public record SharingSettings(long maxSize, Duration timeout) {

}
