package io.hotupgrade.tomcat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Makes a response of HTTP/1 the last of its connection. HTTP/2 has no way to say so in a
 * response.
 */
final class LastResponse {

	private static final int OK = 200;

	private LastResponse() {
	}

	/**
	 * Ends the connection with a response that is about to be committed.
	 * @param request the request
	 * @param response the response
	 * @param wrapper what Tomcat knows of the connection, or {@code null}
	 */
	static void mark(Request request, Response response, @Nullable SocketWrapperBase<NioChannel> wrapper) {
		if (response.getStatus() < OK || nextRequestWaits(request, wrapper)) {
			return;
		}
		response.setHeader("Connection", "close");
		if (response.getContentLengthLong() < 0 && response.getTrailerFields() == null
				&& !ServletView.isHead(request)) {
			// Otherwise the end of the connection would be the end of the body, and a
			// client could not tell a complete response from a cut one. Tomcat sends
			// what may have trailers in chunks.
			response.setTrailerFields(Map::of);
		}
	}

	/**
	 * A pipelined request that has arrived would be thrown away with the connection. Its
	 * own response ends the connection instead.
	 */
	private static boolean nextRequestWaits(Request request, @Nullable SocketWrapperBase<NioChannel> wrapper) {
		AtomicBoolean bodyRead = new AtomicBoolean();
		request.action(ActionCode.REQUEST_BODY_FULLY_READ, bodyRead);
		return bodyRead.get() && (RequestBuffer.holdsMore(request) || (wrapper != null && SocketInput.waits(wrapper)));
	}

}
