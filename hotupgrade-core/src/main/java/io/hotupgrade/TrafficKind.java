package io.hotupgrade;

/**
 * What a connection is used for, and what a drain may have to cut.
 *
 * @since 0.1.0
 */
public enum TrafficKind {

	/** Requests and responses of HTTP/1. */
	HTTP1,

	/** Streams of HTTP/2. */
	HTTP2,

	/** A WebSocket session. */
	WEBSOCKET,

	/** A response without an end of its own, such as server-sent events. */
	STREAM,

	/** A protocol to which a connection was upgraded, other than WebSocket. */
	OTHER,

	/** A request that the application has declared not worth waiting for. */
	IGNORED

}
