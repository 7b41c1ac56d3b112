package io.hotupgrade.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.RequestView;
import io.hotupgrade.server.support.TrackedRequest;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * A request that Tomcat is serving. Tomcat uses its request objects again and again: what
 * is kept of this one is read when it begins.
 */
final class TomcatRequest implements RequestView, TomcatConnection.Exchange {

	/** Behind those that Tomcat itself uses. */
	private static final int NOTE = 31;

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final String SENDFILE = "org.apache.tomcat.sendfile.filename";

	private final Request request;

	private final Response response;

	private final TomcatConnection connection;

	private final String path;

	private final TrackedRequest tracked;

	private TomcatRequest(Request request, Response response, TomcatConnection connection, RequestTracking tracking) {
		this.request = request;
		this.response = response;
		this.connection = connection;
		this.path = text(request.requestURI());
		this.tracked = tracking.begin(this);
	}

	/**
	 * Counts a request in.
	 * @param request the request
	 * @param response its response
	 * @param connection the connection that it came by
	 * @param tracking tracks the server's requests
	 * @return the request
	 */
	static TomcatRequest begin(Request request, Response response, TomcatConnection connection,
			RequestTracking tracking) {
		TomcatRequest begun = new TomcatRequest(request, response, connection, tracking);
		request.setNote(NOTE, begun);
		connection.serves(begun);
		connection.begin(begun.tracked);
		return begun;
	}

	/**
	 * Finds a request that has begun.
	 * @param request Tomcat's request
	 * @return the request, or {@code null} if it was not counted in
	 */
	static TomcatRequest of(Request request) {
		return (TomcatRequest) request.getNote(NOTE);
	}

	/**
	 * Tells that the headers of a response are about to be sent.
	 * @param request the request
	 * @param response the response
	 */
	static void responding(Request request, Response response) {
		TomcatRequest found = of(request);
		if (found != null && found.response == response) {
			found.tracked.responding(response.getContentType());
			found.responding();
		}
	}

	@Override
	public void responding() {
		if (this.connection.leaves() && !this.connection.isHttp2()) {
			LastResponse.mark(this.request, this.response, this.connection.wrapper());
		}
	}

	/**
	 * Counts the request out.
	 * @param failed whether something was thrown
	 */
	void end(boolean failed) {
		this.request.setNote(NOTE, null);
		if (this.connection.countsBreakOffs() && (failed || isIncomplete())) {
			this.connection.endedEarly(this.tracked, stream());
		}
		this.tracked.responded(this.response.getStatus());
		this.connection.serves(null);
		if (this.response.getStatus() == SWITCHING_PROTOCOLS) {
			this.connection.upgradedBy(this.path);
		}
		this.connection.end(this.tracked);
	}

	/**
	 * Whether the response has begun, and ends before its end. A file that Tomcat sends
	 * by itself comes later.
	 */
	private boolean isIncomplete() {
		if (!this.response.isCommitted()) {
			return false;
		}
		AtomicBoolean goesOn = new AtomicBoolean();
		this.request.action(ActionCode.IS_IO_ALLOWED, goesOn);
		return !goesOn.get() || (this.response.getContentLengthLong() > this.response.getContentWritten()
				&& !ServletView.isHead(this.request) && this.request.getAttribute(SENDFILE) == null);
	}

	/** The number of the request's HTTP/2 stream, or 0 if there is none. */
	private int stream() {
		String id = this.request.getProtocolRequestId();
		return (id == null || id.isEmpty()) ? 0 : Integer.parseInt(id);
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public String method() {
		return ServletView.method(this.request);
	}

	@Override
	public String target() {
		String query = text(this.request.queryString());
		return text(this.request.requestURI()) + (query.isEmpty() ? "" : "?" + query);
	}

	@Override
	public @Nullable String requestHeader(String name) {
		return this.request.getHeader(name);
	}

	@Override
	public int status() {
		return this.response.getStatus();
	}

	@Override
	public @Nullable String responseHeader(String name) {
		List<String> values = Collections.list(this.response.getMimeHeaders().values(name));
		return values.isEmpty() ? null : String.join(",", values);
	}

	@Override
	public @Nullable Object attribute(String name) {
		return ServletView.attribute(this.request, name);
	}

	@Override
	public TrafficKind protocol() {
		return this.connection.isHttp2() ? TrafficKind.HTTP2 : TrafficKind.HTTP1;
	}

	/** To ask for the text of bytes changes what Tomcat, which comes later, does. */
	private static String text(MessageBytes part) {
		if (part.isNull()) {
			return "";
		}
		if (part.getType() != MessageBytes.T_BYTES) {
			return String.valueOf(part);
		}
		ByteChunk bytes = part.getByteChunk();
		return new String(bytes.getBytes(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
	}

}
