package org.apache.coyote.http2;

import java.io.IOException;
import java.util.function.IntConsumer;

import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/2 with connections that can be taken leave of (RFC 9113, section 6.8),
 * and that do not end when their client says that it is going to leave: Tomcat would
 * close such a connection at once, whatever is running on it, and a client that answers
 * GOAWAY by its own loses its requests.
 *
 * @since 0.1.0
 */
public final class DrainableHttp2Protocol implements UpgradeProtocol {

	private static final int MAX_STREAM_ID = Integer.MAX_VALUE;

	private final Http2Protocol protocol;

	private final ConnectionListener listener;

	/**
	 * Creates the protocol.
	 * @param protocol Tomcat's own, whose settings are used
	 * @param listener told of each connection
	 */
	public DrainableHttp2Protocol(Http2Protocol protocol, ConnectionListener listener) {
		this.protocol = protocol;
		this.listener = listener;
	}

	@Override
	public String getHttpUpgradeName(boolean isSSLEnabled) {
		return this.protocol.getHttpUpgradeName(isSSLEnabled);
	}

	@Override
	public byte[] getAlpnIdentifier() {
		return this.protocol.getAlpnIdentifier();
	}

	@Override
	public String getAlpnName() {
		return this.protocol.getAlpnName();
	}

	@Override
	public boolean accept(Request request) {
		return this.protocol.accept(request);
	}

	@Override
	public void setHttp11Protocol(AbstractHttp11Protocol<?> http11Protocol) {
		this.protocol.setHttp11Protocol(http11Protocol);
	}

	@Override
	public Processor getProcessor(SocketWrapperBase<?> socketWrapper, Adapter adapter) {
		InternalHttpUpgradeHandler handler = getInternalUpgradeHandler(socketWrapper, adapter, null);
		return new UpgradeProcessorInternal(socketWrapper,
				new UpgradeToken(handler, null, null, this.protocol.getUpgradeProtocolName()), null);
	}

	@Override
	public InternalHttpUpgradeHandler getInternalUpgradeHandler(SocketWrapperBase<?> socketWrapper, Adapter adapter,
			Request coyoteRequest) {
		Connection connection = new Connection((coyoteRequest != null) ? 1 : 0);
		Adapter tracking = this.listener.opened(socketWrapper, adapter, connection);
		Http2UpgradeHandler handler = socketWrapper.hasAsyncIO()
				? new AsyncHandler(this.protocol, tracking, coyoteRequest, socketWrapper, connection)
				: new BlockingHandler(this.protocol, tracking, coyoteRequest, socketWrapper, connection);
		connection.handler = handler;
		return handler;
	}

	/**
	 * Is told of each HTTP/2 connection, on the thread that found out.
	 */
	@FunctionalInterface
	public interface ConnectionListener {

		/**
		 * Called when a connection turns out to speak HTTP/2.
		 * @param wrapper what Tomcat knows of it
		 * @param adapter Tomcat's way to the servlet container
		 * @param connection how to take leave of it
		 * @return the adapter to use for its requests
		 */
		Adapter opened(SocketWrapperBase<?> wrapper, Adapter adapter, Connection connection);

	}

	/**
	 * An HTTP/2 connection. Thread-safe.
	 */
	public static final class Connection {

		private volatile @Nullable Http2UpgradeHandler handler;

		private volatile int lastStream;

		private volatile Runnable ready = () -> {
		};

		private volatile Runnable peerLeaves = () -> {
		};

		private volatile IntConsumer streamReset = (stream) -> {
		};

		private Connection(int lastStream) {
			this.lastStream = lastStream;
		}

		/**
		 * Sets what is to be done when the settings have been sent, which come before all
		 * else that the server says (RFC 9113, section 3.4).
		 * @param action called on the thread that sent them
		 */
		public void whenReady(Runnable action) {
			this.ready = action;
		}

		/**
		 * Sets what is to be done when the client has said that it will open no more
		 * streams.
		 * @param action called on the thread that read it
		 */
		public void whenPeerLeaves(Runnable action) {
			this.peerLeaves = action;
		}

		/**
		 * Sets what is to be done when the client has reset a stream.
		 * @param action called with the stream's number on the thread that read it
		 */
		public void whenStreamReset(IntConsumer action) {
			this.streamReset = action;
		}

		/**
		 * Sends the frame after which the client shall open no more streams, but none is
		 * refused yet. Waits for the client if it does not read.
		 * @throws IOException if the client is gone
		 */
		public void sendNotice() throws IOException {
			send(MAX_STREAM_ID);
		}

		/**
		 * Sends the frame that tells which stream was the last to be processed. Waits for
		 * the client if it does not read.
		 * @throws IOException if the client is gone
		 */
		public void sendLast() throws IOException {
			send(this.lastStream);
		}

		/**
		 * Whether a stream is open, also one whose request has been read and that no
		 * thread has taken up yet.
		 * @return whether Tomcat has any
		 */
		public boolean hasStreams() {
			Http2UpgradeHandler known = this.handler;
			return known != null && known.activeRemoteStreamCount.get() > 0;
		}

		private void send(int stream) throws IOException {
			this.handler.writeGoAwayFrame(stream, Http2Error.NO_ERROR.getCode(), null);
		}

		private void begins(int streamId) {
			this.lastStream = Math.max(this.lastStream, streamId);
		}

		/** Whether the client leaves of its own accord, and not because of an error. */
		private boolean leaves(long errorCode) {
			if (errorCode != Http2Error.NO_ERROR.getCode()) {
				return false;
			}
			this.peerLeaves.run();
			return true;
		}

	}

	private static final class AsyncHandler extends Http2AsyncUpgradeHandler {

		private final Connection connection;

		AsyncHandler(Http2Protocol protocol, Adapter adapter, Request request, SocketWrapperBase<?> wrapper,
				Connection connection) {
			super(protocol, adapter, request, wrapper);
			this.connection = connection;
		}

		@Override
		protected void writeSettings() {
			super.writeSettings();
			this.connection.ready.run();
		}

		@Override
		public void headersEnd(int streamId, boolean endOfStream) throws Http2Exception {
			this.connection.begins(streamId);
			super.headersEnd(streamId, endOfStream);
		}

		@Override
		public void reset(int streamId, long errorCode) throws Http2Exception {
			this.connection.streamReset.accept(streamId);
			super.reset(streamId, errorCode);
		}

		@Override
		public void goaway(int lastStreamId, long errorCode, String debugData) {
			if (!this.connection.leaves(errorCode)) {
				super.goaway(lastStreamId, errorCode, debugData);
			}
		}

	}

	private static final class BlockingHandler extends Http2UpgradeHandler {

		private final Connection connection;

		BlockingHandler(Http2Protocol protocol, Adapter adapter, Request request, SocketWrapperBase<?> wrapper,
				Connection connection) {
			super(protocol, adapter, request, wrapper);
			this.connection = connection;
		}

		@Override
		protected void writeSettings() {
			super.writeSettings();
			this.connection.ready.run();
		}

		@Override
		public void headersEnd(int streamId, boolean endOfStream) throws Http2Exception {
			this.connection.begins(streamId);
			super.headersEnd(streamId, endOfStream);
		}

		@Override
		public void reset(int streamId, long errorCode) throws Http2Exception {
			this.connection.streamReset.accept(streamId);
			super.reset(streamId, errorCode);
		}

		@Override
		public void goaway(int lastStreamId, long errorCode, String debugData) {
			if (!this.connection.leaves(errorCode)) {
				super.goaway(lastStreamId, errorCode, debugData);
			}
		}

	}

}
