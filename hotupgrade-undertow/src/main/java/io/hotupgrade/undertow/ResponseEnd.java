package io.hotupgrade.undertow;

import io.hotupgrade.server.support.FieldByType;
import io.undertow.protocols.http2.Http2DataStreamSinkChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedStreamSinkChannel;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the response of a request that has ended reached its end, as far as that
 * does not show in the connection.
 */
final class ResponseEnd {

	private static final int NO_STREAM = 0;

	private static final FieldByName<Boolean> FLUSHED = FieldByName.of(AbstractFramedStreamSinkChannel.class,
			"fullyFlushed", Boolean.class);

	private ResponseEnd() {
	}

	/**
	 * Whether the end of the response has been sent.
	 * @param exchange the request, which has ended
	 * @return {@code false} if the response ended before; {@code true} also if that
	 * cannot be told of an HTTP/2 stream, because Undertow's version is an unknown one
	 */
	static boolean sent(HttpServerExchange exchange) {
		if (exchange.getConnection() instanceof Http2ServerConnection stream) {
			Http2DataStreamSinkChannel response = response(stream);
			return response == null || !FLUSHED.exists() || FLUSHED.read(response);
		}
		return exchange.isResponseComplete();
	}

	/**
	 * The id of the request's HTTP/2 stream.
	 * @param exchange the request
	 * @return the id, or 0 if there is none
	 */
	static int stream(HttpServerExchange exchange) {
		Http2DataStreamSinkChannel response = response(exchange.getConnection());
		return (response != null) ? response.getStreamId() : NO_STREAM;
	}

	private static @Nullable Http2DataStreamSinkChannel response(ServerConnection stream) {
		return (stream instanceof Http2ServerConnection) ? FieldByType.read(stream, Http2DataStreamSinkChannel.class)
				: null;
	}

}
