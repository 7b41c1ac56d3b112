package io.hotupgrade.undertow;

import io.hotupgrade.server.support.DrainState;
import io.undertow.server.ConduitWrapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ConduitFactory;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Ends a connection with the response that is about to be committed, while its client is
 * to go elsewhere. Only HTTP/1 has a way to say so in a response.
 * <p>
 * Undertow calls wrappers immediately before it decides on the response's framing, the
 * one that was added first last of all.
 */
final class DrainingResponse implements ConduitWrapper<StreamSinkConduit> {

	private final DrainState drain;

	private final Connections connections;

	DrainingResponse(DrainState drain, Connections connections) {
		this.drain = drain;
		this.connections = connections;
	}

	@Override
	public StreamSinkConduit wrap(ConduitFactory<StreamSinkConduit> factory, HttpServerExchange exchange) {
		if (this.drain.sendsElsewhere() && !exchange.isUpgrade()
				&& exchange.getConnection() instanceof HttpServerConnection connection && leaves(connection)
				&& !nextRequestWaits(exchange, connection)) {
			endConnection(exchange);
		}
		return factory.create();
	}

	private boolean leaves(HttpServerConnection connection) {
		return this.connections.requestsOf(connection) instanceof UndertowConnection tracked ? tracked.leaves()
				: this.drain.active();
	}

	/**
	 * A pipelined request that has arrived would be thrown away with the connection. Its
	 * own response ends the connection instead.
	 */
	private boolean nextRequestWaits(HttpServerExchange exchange, HttpServerConnection connection) {
		if (!exchange.isPersistent() || !exchange.isRequestComplete()) {
			return false;
		}
		if (connection.getExtraBytes() != null) {
			return true;
		}
		return this.connections.requestsOf(connection) instanceof UndertowConnection tracked
				&& tracked.nextRequestWaits();
	}

	private void endConnection(HttpServerExchange exchange) {
		HeaderMap headers = exchange.getResponseHeaders();
		exchange.setPersistent(false);
		// Undertow adds it too, but not where the status allows no body.
		headers.put(Headers.CONNECTION, Headers.CLOSE.toString());
		if (exchange.isHttp11() && !headers.contains(Headers.CONTENT_LENGTH)
				&& !headers.contains(Headers.TRANSFER_ENCODING)) {
			// Otherwise the end of the connection would be the end of the body, and a
			// client could not tell a complete response from a cut one.
			headers.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
		}
	}

}
