package io.hotupgrade.undertow;

import io.hotupgrade.server.support.RequestTracking;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/**
 * Runs before everything else of a deployment: counts the request for its connection and
 * makes its response end the connection while the server drains.
 */
final class RequestHandler implements HttpHandler {

	private final HttpHandler next;

	private final Connections connections;

	private final DrainingResponse drainingResponse;

	private final RequestTracking tracking;

	RequestHandler(HttpHandler next, Connections connections, DrainingResponse drainingResponse,
			RequestTracking tracking) {
		this.next = next;
		this.connections = connections;
		this.drainingResponse = drainingResponse;
		this.tracking = tracking;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		UndertowRequest request = UndertowRequest.begin(exchange, this.connections.requestsOf(exchange.getConnection()),
				this.tracking);
		exchange.addExchangeCompleteListener(request);
		if (!exchange.isRequestComplete()) {
			exchange.addRequestWrapper((factory, receiving) -> request.watch(factory.create()));
		}
		exchange.addResponseWrapper((factory, responding) -> {
			request.responding();
			return request.watch(this.drainingResponse.wrap(factory, responding));
		});
		this.next.handleRequest(exchange);
	}

}
