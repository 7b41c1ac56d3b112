package io.hotupgrade;

import java.time.Duration;

/**
 * The time limits of a drain, counted from its start.
 *
 * @param timeout after which every connection is closed by force; zero closes them at
 * once
 * @param idleTimeout after which connections without a request are closed; until then
 * each may send one more, and is told in the response that it was the last
 * @param lingerTimeout how long at most the listeners stay open for the connections that
 * wait in their accept queues and for handshakes under way
 */
public record DrainSettings(Duration timeout, Duration idleTimeout, Duration lingerTimeout) {

}
