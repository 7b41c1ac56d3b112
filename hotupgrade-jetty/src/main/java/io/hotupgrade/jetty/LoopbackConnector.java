package io.hotupgrade.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.support.WarmUpSecret;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open {@link PrivateListener}, which lets only those requests through to the
 * application that know its secret, and marks them. Any process of the machine can
 * connect there.
 */
final class LoopbackConnector implements PrivateListener {

	private static final Logger logger = LoggerFactory.getLogger(LoopbackConnector.class);

	private static final String UNRECORDED = LoopbackConnector.class.getName() + ".unrecorded";

	private final WarmUpSecret secret = new WarmUpSecret();

	private final ServerConnector connector;

	private final boolean secure;

	private final boolean recorded;

	private final Consumer<LoopbackConnector> onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile int port;

	LoopbackConnector(ServerConnector connector, boolean secure, boolean recorded,
			Consumer<LoopbackConnector> onClose) {
		this.connector = connector;
		this.secure = secure;
		this.recorded = recorded;
		this.onClose = onClose;
	}

	ServerConnector connector() {
		return this.connector;
	}

	boolean recorded() {
		return this.recorded;
	}

	/**
	 * Whether a request is to be kept out of the log, which may be written when the
	 * listener that it came by has been closed.
	 */
	static boolean isUnrecorded(Request request) {
		return request.getAttribute(UNRECORDED) != null;
	}

	boolean is(Connector other) {
		return this.connector == other;
	}

	/**
	 * Lets a request in.
	 * @param request the request
	 * @return the request as the application shall see it, or {@code null} if it must not
	 */
	@Nullable Request admit(Request request) {
		if (!this.recorded) {
			request.setAttribute(UNRECORDED, Boolean.TRUE);
		}
		if (this.closed.get() || !this.secret.matches(request.getHeaders().get(WarmUpSecret.HEADER))) {
			return null;
		}
		request.setAttribute(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
		return new MarkedRequest(request, this.secure);
	}

	static void refuse(Response response, Callback callback) {
		response.setStatus(HttpStatus.FORBIDDEN_403);
		response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
		response.write(true, null, callback);
	}

	/**
	 * Starts to accept.
	 * @throws Exception if the connector cannot be started
	 */
	void open() throws Exception {
		this.connector.start();
		this.port = this.connector.getLocalPort();
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port);
	}

	@Override
	public Map<String, String> headers() {
		return this.secret.headers();
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			this.connector.getConnectedEndPoints().forEach(EndPoint::close);
			this.connector.stop();
		}
		catch (Exception ex) {
			logger.warn("The private listener {} could not be closed", this.connector, ex);
		}
		this.onClose.accept(this);
	}

	/**
	 * A request of the warm-up as the application sees it.
	 */
	private static final class MarkedRequest extends Request.Wrapper {

		private final boolean secure;

		private final HttpFields headers;

		private final HttpURI uri;

		MarkedRequest(Request request, boolean secure) {
			super(request);
			this.secure = secure || request.isSecure();
			this.headers = HttpFields.build(request.getHeaders())
				.remove(WarmUpSecret.HEADER)
				.put(WarmUp.HEADER, "true")
				.asImmutable();
			this.uri = secure ? HttpURI.build(request.getHttpURI()).scheme(HttpScheme.HTTPS).asImmutable()
					: request.getHttpURI();
		}

		@Override
		public boolean isSecure() {
			return this.secure;
		}

		@Override
		public HttpFields getHeaders() {
			return this.headers;
		}

		@Override
		public HttpURI getHttpURI() {
			return this.uri;
		}

	}

}
