package io.hotupgrade.netty;

import java.util.List;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.RequestTracking;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.
 */
final class Http1Request extends NettyRequest {

	private final HttpRequest request;

	private @Nullable HttpResponse response;

	Http1Request(HttpRequest request, RequestTracking tracking) {
		super(request.uri(), tracking);
		this.request = request;
	}

	/**
	 * Tells that the headers of the response are about to be sent.
	 * @param sent the response
	 */
	void responding(HttpResponse sent) {
		this.response = sent;
		responding(sent.status().code(), sent.headers().get(HttpHeaderNames.CONTENT_TYPE),
				sent.headers().get(HttpHeaderNames.CONTENT_LENGTH));
		this.response = null;
	}

	@Override
	public String method() {
		return this.request.method().name();
	}

	@Override
	public @Nullable String requestHeader(String name) {
		return this.request.headers().get(name);
	}

	@Override
	public @Nullable String responseHeader(String name) {
		HttpResponse current = this.response;
		List<String> values = (current != null) ? current.headers().getAll(name) : List.of();
		return values.isEmpty() ? null : String.join(",", values);
	}

	@Override
	public TrafficKind protocol() {
		return TrafficKind.HTTP1;
	}

}
