package io.hotupgrade;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A {@code GET} that clients have sent to an instance, and that its successor may send to
 * itself. It has nothing else of the clients' requests.
 *
 * @param path path and query, encoded as they came
 * @param accept the request's {@code Accept}; empty if it had none
 * @param pattern the pattern of the handler that answered; the path where that is not
 * known
 * @param weight how often it comes beside the others: its part of 10,000 requests, at
 * least 1
 * @since 0.1.0
 */
public record LearnedRequest(String path, String accept, String pattern, long weight) {

	/** What the weights of all requests make together, about. */
	public static final int WHOLE = 10_000;

	/** The longest path and query that is learned. */
	public static final int MAX_PATH = 512;

	/** The longest {@code Accept} that is learned. */
	public static final int MAX_ACCEPT = 256;

	private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]{0," + (MAX_PATH - 1) + "}");

	private static final Pattern ACCEPT = Pattern.compile("[\\x20-\\x7e]{0," + MAX_ACCEPT + "}");

	/**
	 * Whether it can be sent as it is. A peer may have told it.
	 * @return whether path and accept are what may stand in the head of a request, and
	 * not too long
	 */
	public boolean isSendable() {
		return PATH.matcher(this.path).matches() && ACCEPT.matcher(this.accept).matches();
	}

	/**
	 * The request to be sent.
	 * @return a {@code GET} with this path and {@code Accept}
	 */
	public WarmUpRequest request() {
		Map<String, String> headers = this.accept.isEmpty() ? Map.of() : Map.of("Accept", this.accept);
		return new WarmUpRequest("GET", this.path, headers, "");
	}

	/** Without the query, which may be secret. */
	@Override
	public String toString() {
		return request() + " (" + this.weight + ")";
	}

}
