package io.hotupgrade;

import java.util.List;
import java.util.Map;

/**
 * What an instance has learned of its clients' requests, for the warm-up of a successor.
 *
 * @param learning whether it learns
 * @param requests the requests that a successor would be given now, the most frequent
 * first
 * @param leftOut how many requests were looked at and not learned since the instance
 * began to learn, by the reason; those without any are absent
 * @since 0.1.0
 */
public record LearnedRequests(boolean learning, List<LearnedRequest> requests, Map<LeftOut, Long> leftOut) {

	/** Of an instance that does not learn. */
	public static final LearnedRequests NONE = new LearnedRequests(false, List.of(), Map.of());

	public LearnedRequests {
		requests = List.copyOf(requests);
		leftOut = Map.copyOf(leftOut);
	}

	/**
	 * Why a request is not learned. The first that holds is the one that counts.
	 */
	public enum LeftOut {

		/** It was no {@code GET}. */
		OTHER_METHOD,

		/** Its status was not one of 2xx, or 206. */
		NOT_ANSWERED_WELL,

		/** It had a body. */
		BODY,

		/** It goes to the actuator, or to a path that is excluded by configuration. */
		EXCLUDED,

		/**
		 * It had a cookie, an authorization or an API key, and its response was not
		 * declared to be the same for everybody.
		 */
		CREDENTIALS,

		/** Its response has set a cookie. */
		COOKIE_SET,

		/** Its response was {@code Cache-Control: no-store} or {@code private}. */
		NOT_TO_BE_STORED,

		/** Its path or query has something that looks like a secret. */
		LOOKS_SECRET,

		/** Its path, query or {@code Accept} is too long, or malformed. */
		TOO_LONG,

		/** It was not answered within a second, or its response has no end. */
		TOO_SLOW

	}

}
