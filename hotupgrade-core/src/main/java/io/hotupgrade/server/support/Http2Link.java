package io.hotupgrade.server.support;

/**
 * How a server says GOAWAY on an HTTP/2 connection (RFC 9113, section 6.8). Called while
 * nothing else of the drain happens on the connection.
 *
 * @since 0.1.0
 */
public interface Http2Link {

	/**
	 * Sends the frame after which the client shall open no more streams, but none is
	 * refused yet.
	 */
	void sendNotice();

	/**
	 * Sends the frame that tells which stream was the last to be processed, and behind it
	 * the {@linkplain TrackedConnection#endSent() end} of the connection. No stream is
	 * open.
	 * @return {@code false} if a request may just have arrived, and nothing was sent
	 */
	boolean sendLast();

}
