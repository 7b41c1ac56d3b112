package io.hotupgrade.internal.control;

import java.io.IOException;

/**
 * Bytes that are not a message, or a message that does not fit into a frame. Received
 * from a peer, it makes the channel unusable, because nothing tells where the next
 * message begins.
 */
public class ControlProtocolException extends IOException {

	private static final long serialVersionUID = 1L;

	ControlProtocolException(String message) {
		super(message);
	}

	ControlProtocolException(String message, Throwable cause) {
		super(message, cause);
	}

}
