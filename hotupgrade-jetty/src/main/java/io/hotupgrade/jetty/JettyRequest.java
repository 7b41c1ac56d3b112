package io.hotupgrade.jetty;

import java.util.List;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.RequestView;
import io.hotupgrade.server.support.ShownAttributes;
import io.hotupgrade.server.support.TrackedRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request that Jetty is serving.
 */
final class JettyRequest implements RequestView {

	private final String path;

	private final TrafficKind protocol;

	private final TrackedRequest tracked;

	/** Jetty's own object, which serves other requests afterwards. */
	private volatile @Nullable Request request;

	/** While its headers are sent. */
	private MetaData.@Nullable Response response;

	JettyRequest(Request request, RequestTracking tracking) {
		String requested = request.getHttpURI().getPath();
		this.path = (requested != null) ? requested : "";
		this.protocol = (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) ? TrafficKind.HTTP2
				: TrafficKind.HTTP1;
		this.request = request;
		this.tracked = tracking.begin(this);
	}

	TrackedRequest tracked() {
		return this.tracked;
	}

	/**
	 * What the connection is upgraded to.
	 * @return what the request has asked for and was given, or {@code null}
	 */
	@Nullable Connection upgrade() {
		return (attribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE) instanceof Connection upgraded) ? upgraded : null;
	}

	/**
	 * Tells that the headers of the response are about to be sent.
	 * @param response the response
	 */
	void responding(MetaData.Response response) {
		this.response = response;
		this.tracked.responding(response.getHttpFields().get(HttpHeader.CONTENT_TYPE));
		this.response = null;
	}

	/** Tells that Jetty will use its object for another request. */
	void ended() {
		this.request = null;
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public String method() {
		Request current = this.request;
		return (current != null) ? current.getMethod() : "";
	}

	@Override
	public String target() {
		Request current = this.request;
		return (current != null) ? current.getHttpURI().getPathQuery() : "";
	}

	@Override
	public @Nullable String requestHeader(String name) {
		Request current = this.request;
		return (current != null) ? current.getHeaders().get(name) : null;
	}

	@Override
	public int status() {
		MetaData.Response current = this.response;
		return (current != null) ? current.getStatus() : 0;
	}

	@Override
	public @Nullable String responseHeader(String name) {
		MetaData.Response current = this.response;
		List<String> values = (current != null) ? current.getHttpFields().getValuesList(name) : List.of();
		return values.isEmpty() ? null : String.join(",", values);
	}

	@Override
	public @Nullable Object attribute(String name) {
		Request current = this.request;
		try {
			return (current != null) ? ShownAttributes.find(current::getAttribute, name) : null;
		}
		catch (IllegalStateException ex) {
			// It has just ended.
			return null;
		}
	}

	@Override
	public TrafficKind protocol() {
		return this.protocol;
	}

}
