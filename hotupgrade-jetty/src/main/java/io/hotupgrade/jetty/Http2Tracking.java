package io.hotupgrade.jetty;

import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;

/**
 * Tells connections that HTTP/2 is spoken on them.
 */
final class Http2Tracking implements HTTP2Session.LifeCycleListener {

	private final JettyServer server;

	private Http2Tracking(JettyServer server) {
		this.server = server;
	}

	/**
	 * Makes the connections of a factory known to their server.
	 * @param factory the factory, which may be for something else
	 * @param server the server
	 */
	static void track(ConnectionFactory factory, JettyServer server) {
		if (factory instanceof AbstractHTTP2ServerConnectionFactory http2) {
			http2.addEventListener(new Http2Tracking(server));
		}
	}

	@Override
	public void onOpen(Session opened) {
		HTTP2Session session = (HTTP2Session) opened;
		JettyConnection connection = this.server.find(session.getEndPoint());
		if (connection != null) {
			session.addEventListener(new Preface(session, connection));
		}
	}

	/**
	 * Waits for the settings, which come before all else that a server says (RFC 9113,
	 * section 3.4).
	 */
	private record Preface(HTTP2Session session, JettyConnection connection) implements HTTP2Session.FrameListener {

		@Override
		public void onOutgoingFrame(Session session, Frame frame) {
			if (frame.getType() == FrameType.SETTINGS) {
				this.session.removeEventListener(this);
				this.connection.speaksHttp2(new Http2Session(this.session, this.connection::inputWaits,
						this.connection::executeAfter, this.connection::finish));
			}
		}

	}

}
