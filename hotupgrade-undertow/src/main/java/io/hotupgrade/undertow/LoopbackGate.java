package io.hotupgrade.undertow;

import java.util.Map;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.support.WarmUpSecret;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * Lets only those requests on the private listener through to the server that know its
 * secret. Any process of the machine can connect there.
 */
final class LoopbackGate implements HttpHandler {

	private static final HttpString SECRET = new HttpString(WarmUpSecret.HEADER);

	private static final HttpString WARM_UP = new HttpString(WarmUp.HEADER);

	private final HttpHandler next;

	private final Connections connections;

	private final boolean secure;

	private final boolean recorded;

	private final WarmUpSecret secret = new WarmUpSecret();

	private volatile boolean closed;

	/**
	 * Creates a gate with a secret of its own.
	 * @param next the server's root handler
	 * @param connections those that are traffic
	 * @param secure whether requests look as if they had come by TLS
	 * @param recorded whether the access log has the requests
	 */
	LoopbackGate(HttpHandler next, Connections connections, boolean secure, boolean recorded) {
		this.next = next;
		this.connections = connections;
		this.secure = secure;
		this.recorded = recorded;
	}

	/**
	 * What each request has to have.
	 */
	Map<String, String> headers() {
		return this.secret.headers();
	}

	/**
	 * Lets nothing through any more.
	 */
	void close() {
		this.closed = true;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		if (this.closed || !this.secret.matches(exchange.getRequestHeaders().getFirst(SECRET))) {
			exchange.setPersistent(false);
			exchange.setStatusCode(StatusCodes.FORBIDDEN);
			exchange.endExchange();
			return;
		}
		exchange.getRequestHeaders().remove(SECRET);
		exchange.getRequestHeaders().put(WARM_UP, "true");
		if (this.secure) {
			exchange.setRequestScheme("https");
		}
		this.connections.leaveOut(exchange.getConnection());
		WarmUpMark.put(exchange, this.recorded);
		this.next.handleRequest(exchange);
	}

}
