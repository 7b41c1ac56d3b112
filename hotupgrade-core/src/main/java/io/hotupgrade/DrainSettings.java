package io.hotupgrade;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.FarewellSettings.Policy;

/**
 * The time limits of a drain, counted from its start.
 *
 * @param timeout after which every connection is closed by force; zero closes them at
 * once, a negative one means that there is no limit
 * @param idleTimeout after which connections without a request are closed; until then
 * each may send one more, and is told in the response that it was the last
 * @param lingerTimeout how long at most the listeners stay open for the connections that
 * wait in their accept queues and for handshakes under way
 * @param webSocket when WebSocket sessions are asked to end
 * @param stream when endless responses are asked to end
 * @param http2Patience how long an HTTP/2 connection is waited for that has no moment
 * without a request; then its client is told to go elsewhere all the same
 * @since 0.1.0
 */
public record DrainSettings(Duration timeout, Duration idleTimeout, Duration lingerTimeout, FarewellSettings webSocket,
		FarewellSettings stream, Duration http2Patience) {

	private static final Duration HTTP2_PATIENCE = Duration.ofSeconds(30);

	private static final Duration SPREAD_PERIOD = Duration.ofSeconds(10);

	/**
	 * Creates settings in which WebSockets are asked to end within ten seconds, and
	 * endless responses at the time limit, and busy HTTP/2 clients are told to go after
	 * half a minute.
	 * @param timeout see {@link #timeout()}
	 * @param idleTimeout see {@link #idleTimeout()}
	 * @param lingerTimeout see {@link #lingerTimeout()}
	 */
	public DrainSettings(Duration timeout, Duration idleTimeout, Duration lingerTimeout) {
		this(timeout, idleTimeout, lingerTimeout, new FarewellSettings(Policy.SPREAD, SPREAD_PERIOD),
				new FarewellSettings(Policy.DEADLINE, SPREAD_PERIOD), HTTP2_PATIENCE);
	}

	/**
	 * When HTTP/2 clients are told to go that were never without a request: so early that
	 * half of the time is left for what they have begun.
	 * @return the moment, counted from the start of the drain
	 */
	public Duration http2Notice() {
		return limit().map((limit) -> limit.dividedBy(2))
			.filter((half) -> half.compareTo(this.http2Patience) < 0)
			.orElse(this.http2Patience);
	}

	/**
	 * The time limit, if there is one.
	 * @return the limit, or empty if {@link #timeout()} is negative
	 */
	public Optional<Duration> limit() {
		return this.timeout.isNegative() ? Optional.empty() : Optional.of(this.timeout);
	}

}
