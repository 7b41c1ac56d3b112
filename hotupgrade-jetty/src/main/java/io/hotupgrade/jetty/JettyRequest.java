package io.hotupgrade.jetty;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.support.RequestView;
import io.hotupgrade.server.support.TrackedRequest;
import org.eclipse.jetty.http.HttpVersion;
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

	JettyRequest(Request request, RequestMeter meter) {
		String requested = request.getHttpURI().getPath();
		this.path = (requested != null) ? requested : "";
		this.protocol = (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) ? TrafficKind.HTTP2
				: TrafficKind.HTTP1;
		this.request = request;
		this.tracked = new TrackedRequest(this, meter);
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

	/** Tells that Jetty will use its object for another request. */
	void ended() {
		this.request = null;
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public @Nullable Object attribute(String name) {
		Request current = this.request;
		try {
			return (current != null) ? current.getAttribute(name) : null;
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
