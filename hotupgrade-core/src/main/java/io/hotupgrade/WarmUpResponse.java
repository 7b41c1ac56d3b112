package io.hotupgrade;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a request of the warm-up was answered with.
 *
 * @param status the status
 * @param headers names and values of the headers; of several with the same name, the last
 * @since 0.1.0
 */
public record WarmUpResponse(int status, Map<String, String> headers) {

	public WarmUpResponse {
		Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		sorted.putAll(headers);
		headers = sorted;
	}

	/**
	 * A header's value.
	 * @param name the header, in any case
	 * @return the value; empty if there is no such header
	 */
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.headers.get(name));
	}

}
