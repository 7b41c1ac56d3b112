package io.hotupgrade.jetty;

import io.hotupgrade.server.support.RequestCount;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a server, and lets those of this process itself in.
 */
final class TrackingHandler extends Handler.Wrapper {

	private final JettyServer server;

	private final LoopbackAccess loopback;

	TrackingHandler(JettyServer server, LoopbackAccess loopback) {
		this.server = server;
		this.loopback = loopback;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		ConnectionMetaData metaData = request.getConnectionMetaData();
		LoopbackConnector loopbackConnector = this.loopback.find(metaData.getConnector());
		if (loopbackConnector != null) {
			Request marked = loopbackConnector.admit(request);
			if (marked == null) {
				LoopbackConnector.refuse(response, callback);
				return true;
			}
			return super.handle(marked, response, callback);
		}
		track(request, connection(metaData.getConnection()));
		return super.handle(request, response, callback);
	}

	private @Nullable JettyConnection connection(Connection connection) {
		return (connection instanceof TrackedHttpConnection http && http.owner() instanceof JettyConnection known)
				? known : this.server.find(connection.getEndPoint());
	}

	private void track(Request request, @Nullable JettyConnection connection) {
		JettyRequest view = new JettyRequest(request, this.server.requestTracking());
		RequestCount count = (connection != null) ? connection : this.server.connections().elsewhere();
		count.begin(view.tracked());
		request.addHttpStreamWrapper((stream) -> new TrackedStream(stream, view, connection, count));
	}

}
