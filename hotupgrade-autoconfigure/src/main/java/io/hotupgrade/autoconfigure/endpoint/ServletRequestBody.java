package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.util.StreamUtils;

/**
 * What has come as the body of a request to a servlet container.
 */
final class ServletRequestBody {

	private static final int MAX_DISCARDED = 16 * RequestBody.MAX_BYTES;

	private ServletRequestBody() {
	}

	/**
	 * Reads the body, and never more than {@link RequestBody#MAX_BYTES}.
	 */
	static byte[] read(HttpServletRequest request) throws IOException, MalformedRequestException {
		RequestBody.checkLength(request.getContentLengthLong());
		byte[] body = request.getInputStream().readNBytes(RequestBody.MAX_BYTES + 1);
		RequestBody.checkLength(body.length);
		return body;
	}

	/**
	 * Reads a body of which nothing is wanted, as far as it is not much larger than one
	 * may be: a server that closes a connection on which it has not read all that came
	 * resets it, and the client may lose the answer (RFC 9112, section 9.6).
	 */
	static void discard(HttpServletRequest request) {
		if (request.getContentLengthLong() > MAX_DISCARDED) {
			return;
		}
		try {
			StreamUtils.copyRange(request.getInputStream(), OutputStream.nullOutputStream(), 0, MAX_DISCARDED);
		}
		catch (IOException ex) {
			// Nobody is left to lose anything.
		}
	}

}
