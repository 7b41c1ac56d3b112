package io.hotupgrade;

import java.util.Map;

/**
 * A request that an instance sends to itself.
 *
 * @param method the method
 * @param path the path, with the context path and the query if there are any
 * @param headers headers beside those that are always there; may name another
 * {@code Host}
 * @param body the body, sent as UTF-8; empty for none
 * @since 0.1.0
 */
public record WarmUpRequest(String method, String path, Map<String, String> headers, String body) {

	public WarmUpRequest {
		headers = Map.copyOf(headers);
	}

	/**
	 * A {@code GET} without further headers.
	 * @param path see {@link #path()}
	 * @return the request
	 */
	public static WarmUpRequest get(String path) {
		return new WarmUpRequest("GET", path, Map.of(), "");
	}

	/**
	 * Method and path, without the query and the rest, which may be secret.
	 */
	@Override
	public String toString() {
		int query = this.path.indexOf('?');
		return this.method + " " + ((query >= 0) ? this.path.substring(0, query) : this.path);
	}

}
