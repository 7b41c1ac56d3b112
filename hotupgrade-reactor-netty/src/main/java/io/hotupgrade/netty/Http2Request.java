package io.hotupgrade.netty;

import java.util.List;
import java.util.Locale;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.RequestTracking;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2.
 */
final class Http2Request extends NettyRequest {

	private final Http2Headers request;

	private @Nullable Http2Headers response;

	Http2Request(Http2Headers request, RequestTracking tracking) {
		super(text(request.path(), ""), tracking);
		this.request = request;
	}

	private static String text(@Nullable CharSequence value, String otherwise) {
		return (value != null) ? value.toString() : otherwise;
	}

	/**
	 * Tells that the headers of the response are about to be sent.
	 * @param sent the headers
	 */
	void responding(Http2Headers sent) {
		this.response = sent;
		responding(Integer.parseInt(text(sent.status(), "0")), value(sent, HttpHeaderNames.CONTENT_TYPE),
				value(sent, HttpHeaderNames.CONTENT_LENGTH));
		this.response = null;
	}

	private static @Nullable String value(Http2Headers headers, CharSequence name) {
		CharSequence value = headers.get(name);
		return (value != null) ? value.toString() : null;
	}

	@Override
	public String method() {
		return text(this.request.method(), "");
	}

	@Override
	public @Nullable String requestHeader(String name) {
		return value(this.request, name.toLowerCase(Locale.ROOT));
	}

	@Override
	public @Nullable String responseHeader(String name) {
		Http2Headers current = this.response;
		List<CharSequence> values = (current != null) ? current.getAll(name.toLowerCase(Locale.ROOT)) : List.of();
		return values.isEmpty() ? null : String.join(",", values);
	}

	@Override
	public TrafficKind protocol() {
		return TrafficKind.HTTP2;
	}

}
