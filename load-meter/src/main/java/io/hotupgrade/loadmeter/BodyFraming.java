package io.hotupgrade.loadmeter;

import java.util.Map;

/**
 * How the end of a response's body is found (RFC 9112, section 6.3).
 */
enum BodyFraming {

	NONE, LENGTH, CHUNKED, UNTIL_CLOSE;

	static final int LONGEST_BODY = 64 * 1_024 * 1_024;

	static BodyFraming of(int status, Map<String, String> headers) {
		if (status == 204 || status == 304) {
			return NONE;
		}
		if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
			return CHUNKED;
		}
		return headers.containsKey("content-length") ? LENGTH : UNTIL_CLOSE;
	}

	/** Whether the body's end shows without the end of the connection. */
	boolean isDelimited() {
		return this != UNTIL_CLOSE;
	}

	static int length(String digits, int radix) throws MalformedResponseException {
		try {
			int length = Integer.parseInt(digits.strip(), radix);
			if (length >= 0 && length <= LONGEST_BODY) {
				return length;
			}
		}
		catch (NumberFormatException ex) {
			// Told below, as a length out of range is.
		}
		throw new MalformedResponseException("Not a length from 0 to " + LONGEST_BODY + ": " + digits);
	}

}
