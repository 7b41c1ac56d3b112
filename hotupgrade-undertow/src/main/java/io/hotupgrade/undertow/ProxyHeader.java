package io.hotupgrade.undertow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognizes the header with which a proxy begins a connection (the PROXY protocol,
 * versions 1 and 2). It is not part of a request: a proxy that connects ahead of requests
 * sends it at once.
 */
final class ProxyHeader {

	private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] VERSION_2 = { '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n' };

	private static final int VERSION_2_LENGTH_OFFSET = 14;

	private static final int VERSION_2_FIXED_LENGTH = 16;

	private ProxyHeader() {
	}

	/**
	 * The length of the header at the beginning of a connection.
	 * @param buffer where the connection's first bytes are
	 * @param start where they begin
	 * @param end where they end
	 * @return the length, or 0 if there is no header or not the whole of it
	 */
	static int length(ByteBuffer buffer, int start, int end) {
		if (startsWith(VERSION_1, buffer, start, end)) {
			for (int i = start; i < end; i++) {
				if (buffer.get(i) == '\n') {
					return i + 1 - start;
				}
			}
		}
		else if (end - start >= VERSION_2_FIXED_LENGTH && startsWith(VERSION_2, buffer, start, end)) {
			int length = VERSION_2_FIXED_LENGTH + Short.toUnsignedInt(buffer.getShort(start + VERSION_2_LENGTH_OFFSET));
			return (length <= end - start) ? length : 0;
		}
		return 0;
	}

	private static boolean startsWith(byte[] prefix, ByteBuffer buffer, int start, int end) {
		if (end - start < prefix.length) {
			return false;
		}
		for (int i = 0; i < prefix.length; i++) {
			if (buffer.get(start + i) != prefix[i]) {
				return false;
			}
		}
		return true;
	}

}
