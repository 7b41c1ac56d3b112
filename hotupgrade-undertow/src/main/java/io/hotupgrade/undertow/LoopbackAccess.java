package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.hotupgrade.server.PrivateListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import org.xnio.ChannelListeners;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * How the process reaches its own server: a listener on any free port of the loopback
 * address, with the same root handler, worker, parser and options.
 */
final class LoopbackAccess {

	private final BuilderSettings settings;

	private final WorkerSource workerSource;

	private final boolean secure;

	/**
	 * Creates the access.
	 * @param settings what the server is made of
	 * @param workerSource whose worker accepts and serves
	 * @param secure whether clients reach the server by TLS
	 */
	LoopbackAccess(BuilderSettings settings, WorkerSource workerSource, boolean secure) {
		this.settings = settings;
		this.workerSource = workerSource;
		this.secure = secure;
	}

	PrivateListener open(Connections connections, boolean recorded) throws IOException {
		HttpHandler root = this.settings.rootHandler();
		if (root == null) {
			throw new IOException("The server has no handler yet");
		}
		HttpOpenListener openListener = this.settings.openListener();
		LoopbackGate gate = new LoopbackGate(root, connections, this.secure, recorded);
		openListener.setRootHandler(gate);
		AcceptingChannel<StreamConnection> channel = this.workerSource.get()
			.createStreamConnectionServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
					ChannelListeners.openListenerAdapter(openListener), this.settings.socketOptions());
		channel.resumeAccepts();
		return new LoopbackListener(channel, openListener, gate);
	}

}
