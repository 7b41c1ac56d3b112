package io.hotupgrade;

import java.time.Duration;
import java.util.List;

/**
 * How a successor warms up.
 *
 * @param requests what it asks of itself, in turn
 * @param concurrency how many requests are under way at once
 * @param until when a request has been sent often enough
 * @param window number of responses over which a median latency is taken
 * @param tolerance how much lower, in percent, a median has to be than the lowest before
 * it to count as an improvement
 * @param timeout how long the warm-up may take; then the upgrade goes on
 * @param onFailure what follows from a failure
 * @param recorded whether the requests appear in access log and metrics
 * @since 0.1.0
 */
public record WarmUpSettings(List<Repeated> requests, int concurrency, Until until, int window, int tolerance,
		Duration timeout, OnFailure onFailure, boolean recorded) {

	public WarmUpSettings {
		requests = List.copyOf(requests);
	}

	/**
	 * A request and how often it is sent.
	 *
	 * @param request the request
	 * @param count how often at most
	 * @param name what it is called in reports
	 */
	public record Repeated(WarmUpRequest request, int count, String name) {

		/**
		 * A request that is called by its method and path.
		 * @param request see {@link #request()}
		 * @param count see {@link #count()}
		 */
		public Repeated(WarmUpRequest request, int count) {
			this(request, count, request.toString());
		}

	}

	/**
	 * When a request has been sent often enough.
	 */
	public enum Until {

		/**
		 * Its latency has stopped to fall, or it has been sent as often as configured.
		 */
		SETTLED,

		/** It has been sent as often as configured. */
		COUNT

	}

	/**
	 * What follows when a request is answered with an error (4xx, 5xx) or not at all, or
	 * a {@link WarmUp} throws an exception.
	 */
	public enum OnFailure {

		/** The upgrade goes on; the failures are counted and logged. */
		CONTINUE,

		/** The upgrade fails at the first of them. */
		FAIL

	}

}
