package io.hotupgrade.jetty;

import java.nio.ByteBuffer;

import io.hotupgrade.server.support.RequestCount;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request's response, on which it can be told to end its connection, and
 * whose end is the request's.
 */
final class TrackedStream extends HttpStream.Wrapper {

	private final JettyRequest request;

	private final @Nullable JettyConnection connection;

	private final RequestCount count;

	private volatile int status;

	/**
	 * Whether the end of the response has been handed to the kernel; known in a drain.
	 */
	private volatile boolean whole;

	TrackedStream(HttpStream wrapped, JettyRequest request, @Nullable JettyConnection connection, RequestCount count) {
		super(wrapped);
		this.request = request;
		this.connection = connection;
		this.count = count;
	}

	@Override
	public void send(MetaData.Request requested, MetaData.@Nullable Response response, boolean last,
			@Nullable ByteBuffer content, Callback callback) {
		super.send(requested, (response != null) ? responding(requested, response, last) : null, last, content,
				(last && leaves()) ? new Ending(callback) : callback);
	}

	private boolean leaves() {
		return this.connection != null && this.connection.leaves();
	}

	private MetaData.Response responding(MetaData.Request requested, MetaData.Response response, boolean last) {
		this.status = response.getStatus();
		if (HttpStatus.isInformational(this.status)) {
			return response;
		}
		this.request.responding(response);
		JettyConnection known = this.connection;
		return (known != null && known.endsWithNextResponse()) ? ending(requested, response, last) : response;
	}

	private static MetaData.Response ending(MetaData.Request requested, MetaData.Response response, boolean last) {
		HttpFields.Mutable fields = HttpFields.build(response.getHttpFields());
		fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
		if (!last && isOfUnknownLength(response) && !HttpMethod.HEAD.is(requested.getMethod())) {
			// Otherwise the end of the connection would be the end of the body, and a
			// client could not tell a complete response from a cut one.
			fields.put(new HttpField(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString()));
		}
		return new MetaData.Response(response.getStatus(), response.getReason(), response.getHttpVersion(), fields,
				response.getContentLength(), response.getTrailersSupplier());
	}

	private static boolean isOfUnknownLength(MetaData.Response response) {
		return response.getHttpVersion() == HttpVersion.HTTP_1_1 && response.getContentLength() < 0
				&& !response.getHttpFields().contains(HttpHeader.CONTENT_LENGTH)
				&& response.getStatus() != HttpStatus.NO_CONTENT_204
				&& response.getStatus() != HttpStatus.NOT_MODIFIED_304;
	}

	@Override
	public void succeeded() {
		this.request.tracked().responded(this.status);
		JettyConnection known = this.connection;
		Connection upgraded = this.request.upgrade();
		if (known != null && upgraded != null) {
			known.upgraded(upgraded, this.request.path());
		}
		else if (known != null) {
			known.outputEnded();
		}
		end();
		super.succeeded();
	}

	@Override
	public void failed(Throwable failure) {
		// What fails behind the end has not cost the client anything.
		if (this.connection != null && !this.whole) {
			this.connection.failed(this.request.tracked(), getId(), failure);
		}
		end();
		super.failed(failure);
	}

	/** Before Jetty takes its objects back, and perhaps begins with the next request. */
	private void end() {
		this.count.end(this.request.tracked());
		this.request.ended();
	}

	private final class Ending extends Callback.Nested {

		Ending(Callback callback) {
			super(callback);
		}

		@Override
		public void succeeded() {
			TrackedStream.this.whole = true;
			super.succeeded();
		}

	}

}
