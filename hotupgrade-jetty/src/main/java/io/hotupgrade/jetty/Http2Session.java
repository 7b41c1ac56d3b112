package io.hotupgrade.jetty;

import java.time.Duration;
import java.util.List;

import io.hotupgrade.server.support.Http2Link;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP/2 connection that can be taken leave of. What its client says of leaving is
 * answered by Jetty itself, which serves what has begun and ends the connection then.
 */
final class Http2Session implements Http2Link {

	private static final Duration SOON = Duration.ofMillis(10);

	private final HTTP2Session session;

	private final JettyConnection connection;

	private Http2Session(HTTP2Session session, JettyConnection connection) {
		this.session = session;
		this.connection = connection;
	}

	/**
	 * Makes the connections of a factory known to their server.
	 * @param factory the factory, which may be for something else
	 * @param server the server
	 */
	static void track(ConnectionFactory factory, JettyServer server) {
		if (factory instanceof AbstractHTTP2ServerConnectionFactory http2) {
			http2.addEventListener(new Opening(server));
		}
	}

	/**
	 * Whether a stream is open, also one whose request no thread has taken up yet.
	 */
	boolean hasStreams() {
		return !this.session.getStreams().isEmpty();
	}

	/**
	 * Whether the client still wants what is sent on a stream.
	 * @param id the stream's number
	 * @return {@code false} if it has reset it, or is gone
	 */
	boolean isServing(String id) {
		CloseState state = this.session.getCloseState();
		HTTP2Stream stream = this.session.getStream(Integer.parseInt(id));
		return (state == CloseState.NOT_CLOSED || state == CloseState.LOCALLY_CLOSED) && stream != null
				&& !stream.isReset();
	}

	private boolean isLeaving() {
		return this.session.getCloseState() != CloseState.NOT_CLOSED;
	}

	@Override
	public void sendNotice() {
		if (!isLeaving()) {
			// A frame and no more: Jetty itself would refuse the streams that come now.
			this.session.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
		}
	}

	@Override
	public boolean sendLast() {
		if (hasStreams() || this.connection.inputWaits()) {
			return false;
		}
		if (!isLeaving()) {
			this.session.close(ErrorCode.NO_ERROR.code, null, Callback.from(this::endWhenServed));
		}
		return true;
	}

	/** A stream may have come right before the frame. */
	private void endWhenServed() {
		if (hasStreams()) {
			this.connection.executeAfter(this::endWhenServed, SOON);
		}
		else {
			this.connection.finish();
		}
	}

	/**
	 * Is told of all HTTP/2 connections of a factory.
	 */
	private record Opening(JettyServer server) implements HTTP2Session.LifeCycleListener {

		@Override
		public void onOpen(Session opened) {
			HTTP2Session session = (HTTP2Session) opened;
			JettyConnection connection = this.server.find(session.getEndPoint());
			if (connection != null) {
				session.addEventListener(new Preface(new Http2Session(session, connection)));
			}
		}

	}

	/**
	 * Waits for the settings, which come before all else that a server says (RFC 9113,
	 * section 3.4).
	 */
	private record Preface(Http2Session tracked) implements HTTP2Session.FrameListener {

		@Override
		public void onOutgoingFrame(Session session, Frame frame) {
			if (frame.getType() == FrameType.SETTINGS) {
				this.tracked.session.removeEventListener(this);
				this.tracked.connection.speaksHttp2(this.tracked);
			}
		}

	}

}
