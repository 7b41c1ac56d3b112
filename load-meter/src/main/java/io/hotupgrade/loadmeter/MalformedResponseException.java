package io.hotupgrade.loadmeter;

import java.io.IOException;

/**
 * Bytes came that are no HTTP/1.1 response.
 */
final class MalformedResponseException extends IOException {

	private static final long serialVersionUID = 1L;

	MalformedResponseException(String message) {
		super(message);
	}

}
