package io.hotupgrade.undertow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import io.hotupgrade.WarmUp;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * Lets only those requests on the private listener through to the server that know its
 * secret. Any process of the machine can connect there.
 */
final class LoopbackGate implements HttpHandler {

	private static final HttpString SECRET = new HttpString("X-Hotupgrade-Secret");

	private static final HttpString WARM_UP = new HttpString(WarmUp.HEADER);

	private static final int SECRET_BYTES = 32;

	private final HttpHandler next;

	private final ConnectionRegister connections;

	private final boolean secure;

	private final boolean recorded;

	private final String secret;

	private volatile boolean closed;

	/**
	 * Creates a gate with a secret of its own.
	 * @param next the server's root handler
	 * @param connections those that are traffic
	 * @param secure whether requests look as if they had come by TLS
	 * @param recorded whether the access log has the requests
	 */
	LoopbackGate(HttpHandler next, ConnectionRegister connections, boolean secure, boolean recorded) {
		this.next = next;
		this.connections = connections;
		this.secure = secure;
		this.recorded = recorded;
		byte[] random = new byte[SECRET_BYTES];
		new SecureRandom().nextBytes(random);
		this.secret = HexFormat.of().formatHex(random);
	}

	/**
	 * What each request has to have.
	 */
	Map<String, String> headers() {
		return Map.of(SECRET.toString(), this.secret);
	}

	/**
	 * Lets nothing through any more.
	 */
	void close() {
		this.closed = true;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		if (this.closed || !knowsSecret(exchange)) {
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

	private boolean knowsSecret(HttpServerExchange exchange) {
		String given = exchange.getRequestHeaders().getFirst(SECRET);
		return given != null && MessageDigest.isEqual(bytes(given), bytes(this.secret));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
