package io.hotupgrade.undertow;

import io.hotupgrade.server.support.ConnectionRegister;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.RequestCount;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import org.xnio.StreamConnection;

/**
 * Finds which of the accepted connections a request has come by.
 */
final class Connections {

	private static final AttachmentKey<RequestCount> KEY = AttachmentKey.create(RequestCount.class);

	/** By the accepted channel. */
	private final ConnectionRegister<StreamConnection, UndertowConnection> register;

	private final DrainState drain;

	/** The same for all connections. */
	private final Runnable progress;

	Connections(ConnectionRegister<StreamConnection, UndertowConnection> register, DrainState drain) {
		this.register = register;
		this.drain = drain;
		this.progress = register::tellIfEmpty;
	}

	/**
	 * Takes up a connection that has just been accepted.
	 * @param channel the connection
	 */
	void accepted(StreamConnection channel) {
		UndertowConnection connection = new UndertowConnection(channel, this.drain, this.progress);
		this.register.accepted(channel, connection);
		// XNIO calls every listener that was set, and calls one at once that is set after
		// the close.
		channel.setCloseListener((closed) -> {
			connection.closed();
			this.register.closed(channel);
		});
	}

	/**
	 * Finds the count of the requests of a connection.
	 * @param connection Undertow's connection
	 * @return the {@link UndertowConnection}, where it is known
	 */
	RequestCount requestsOf(ServerConnection connection) {
		RequestCount known = connection.getAttachment(KEY);
		return (known != null) ? known : find(connection);
	}

	/**
	 * Keeps the requests of a connection out of every count.
	 * @param connection a connection that is no traffic
	 */
	void leaveOut(ServerConnection connection) {
		if (connection.getAttachment(KEY) == null) {
			connection.putAttachment(KEY, new RequestCount());
		}
	}

	private RequestCount find(ServerConnection connection) {
		UndertowConnection found = AcceptedConnection.under(connection, this.register::find);
		if (found != null) {
			found.carries(connection);
		}
		RequestCount requests = (found != null) ? found : this.register.elsewhere();
		// HTTP/2 keeps attachments with the connection, not with the stream.
		connection.putAttachment(KEY, requests);
		return requests;
	}

}
