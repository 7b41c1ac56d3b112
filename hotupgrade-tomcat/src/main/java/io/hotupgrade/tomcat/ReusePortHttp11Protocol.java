package io.hotupgrade.tomcat;

import java.util.function.Supplier;

import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.DrainableHttp2Protocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP on Tomcat's NIO endpoint, whose requests and connections are known to a
 * {@link TomcatServer}. Tomcat makes it by its name, so it is attached to its server
 * afterwards; until then, and without one, it is Tomcat's own.
 * <p>
 * Not for use by applications: {@link TomcatAdapter} is.
 *
 * @since 0.1.0
 */
public final class ReusePortHttp11Protocol extends Http11NioProtocol {

	/** The connection that this thread is working for. */
	private final ThreadLocal<TomcatConnection> current = new ThreadLocal<>();

	private final ReusePortEndpoint endpoint;

	private volatile @Nullable TomcatServer server;

	/** Creates the protocol. Called by Tomcat. */
	public ReusePortHttp11Protocol() {
		this(new ReusePortEndpoint());
	}

	private ReusePortHttp11Protocol(ReusePortEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
		TrackingHandler handler = new TrackingHandler(this);
		setHandler(handler);
		endpoint.setHandler(handler);
	}

	void attach(TomcatServer attached) {
		this.server = attached;
		this.endpoint.attach(attached);
	}

	@Override
	public void setAdapter(Adapter adapter) {
		super.setAdapter((this.server != null) ? track(adapter, this.current::get) : adapter);
	}

	private Adapter track(Adapter adapter, Supplier<TomcatConnection> connection) {
		return new TrackingAdapter(adapter, connection, this.server.requestTracking());
	}

	/**
	 * Asked, among others, by whoever is about to commit a response of HTTP/1, which is
	 * the last moment at which it can be told to end its connection.
	 */
	@Override
	public boolean getUseSendfile() {
		TomcatConnection connection = this.current.get();
		if (connection != null) {
			connection.responding();
		}
		return super.getUseSendfile();
	}

	/**
	 * Asked for every response with a body when it is about to be committed, also by a
	 * thread of the application's, and with HTTP/2.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		TomcatRequest.responding(request, response);
		return super.useCompression(request, response);
	}

	@Override
	public UpgradeProtocol getNegotiatedProtocol(String name) {
		return drainable(super.getNegotiatedProtocol(name));
	}

	@Override
	public UpgradeProtocol getUpgradeProtocol(String name) {
		return drainable(super.getUpgradeProtocol(name));
	}

	private UpgradeProtocol drainable(UpgradeProtocol protocol) {
		if (this.server != null && protocol instanceof Http2Protocol http2) {
			return new DrainableHttp2Protocol(http2, this::http2Connection);
		}
		return protocol;
	}

	/** Called once for each connection that turns out to speak HTTP/2. */
	private Adapter http2Connection(SocketWrapperBase<?> wrapper, Adapter adapter,
			DrainableHttp2Protocol.Connection http2) {
		TomcatConnection connection = this.current.get();
		if (connection == null) {
			return adapter;
		}
		connection.speaksHttp2(http2);
		return (adapter instanceof TrackingAdapter tracking) ? tracking.on(connection) : adapter;
	}

	@Override
	protected Processor createProcessor() {
		Processor processor = super.createProcessor();
		RequestBuffer.remember(processor);
		return processor;
	}

	@Override
	protected Processor createUpgradeProcessor(SocketWrapperBase<?> socket, UpgradeToken upgradeToken) {
		TomcatConnection connection = this.current.get();
		if (connection != null) {
			connection.upgraded(upgradeToken);
		}
		return super.createUpgradeProcessor(socket, upgradeToken);
	}

	/**
	 * Tomcat's own handler of what happens on sockets, which knows whose they are.
	 */
	private static final class TrackingHandler extends AbstractProtocol.ConnectionHandler<NioChannel> {

		private final ReusePortHttp11Protocol protocol;

		TrackingHandler(ReusePortHttp11Protocol protocol) {
			super(protocol);
			this.protocol = protocol;
		}

		@Override
		public SocketState process(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
			TomcatConnection connection = find(wrapper);
			if (connection == null) {
				return super.process(wrapper, event);
			}
			if (connection.hasLeft()) {
				// Behind the end nothing is served.
				return (event == SocketEvent.STOP) ? SocketState.CLOSED : SocketState.SUSPENDED;
			}
			connection.carries(wrapper);
			if (event == SocketEvent.ERROR) {
				connection.givenUp();
			}
			this.protocol.current.set(connection);
			try {
				SocketState state = super.process(wrapper, event);
				connection.processed();
				return (state == SocketState.CLOSED && connection.linger(event)) ? SocketState.SUSPENDED : state;
			}
			finally {
				// To remove it would make the next event pay for a new one.
				this.protocol.current.set(null);
			}
		}

		@Override
		public void release(SocketWrapperBase<NioChannel> wrapper) {
			TomcatConnection connection = find(wrapper);
			if (connection != null) {
				connection.closing();
			}
			super.release(wrapper);
			if (connection != null) {
				connection.closed();
			}
		}

		private @Nullable TomcatConnection find(SocketWrapperBase<NioChannel> wrapper) {
			TomcatServer server = this.protocol.server;
			return (server != null && wrapper != null) ? server.find(wrapper.getSocket().getIOChannel()) : null;
		}

	}

}
