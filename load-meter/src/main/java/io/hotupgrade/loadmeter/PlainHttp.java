package io.hotupgrade.loadmeter;

import java.util.List;

/**
 * Single HTTP requests, each on a connection of its own and never repeated.
 */
public final class PlainHttp {

	private PlainHttp() {
	}

	/**
	 * Makes a request without a body.
	 * @param target where to
	 * @param method the method
	 * @param path path and query
	 * @return the response, whatever its status
	 * @throws ExchangeFailedException if no complete response came
	 */
	public static HttpResponse send(Target target, String method, String path) throws ExchangeFailedException {
		return send(target, method, path, RequestBody.NONE);
	}

	/**
	 * Makes a request with a body.
	 * @param target where to
	 * @param method the method
	 * @param path path and query
	 * @param json the body
	 * @return the response, whatever its status
	 * @throws ExchangeFailedException if no complete response came
	 */
	public static HttpResponse send(Target target, String method, String path, String json)
			throws ExchangeFailedException {
		return send(target, method, path, RequestBody.json(json));
	}

	private static HttpResponse send(Target target, String method, String path, RequestBody body)
			throws ExchangeFailedException {
		Request request = new Request(method, path, List.of(), body, target.answerTimeout()).lastOnConnection();
		try (OpenConnections connections = new OpenConnections();
				Connection connection = Connection.open(target, connections)) {
			return connection.exchange(request);
		}
	}

}
