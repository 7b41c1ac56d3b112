package io.hotupgrade.undertow;

import java.net.InetSocketAddress;
import java.util.Map;

import io.hotupgrade.server.PrivateListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * An open {@link PrivateListener}.
 */
final class LoopbackListener implements PrivateListener {

	private final AcceptingChannel<StreamConnection> channel;

	private final HttpOpenListener openListener;

	private final LoopbackGate gate;

	private final InetSocketAddress address;

	LoopbackListener(AcceptingChannel<StreamConnection> channel, HttpOpenListener openListener, LoopbackGate gate) {
		this.channel = channel;
		this.openListener = openListener;
		this.gate = gate;
		this.address = channel.getLocalAddress(InetSocketAddress.class);
	}

	@Override
	public InetSocketAddress address() {
		return this.address;
	}

	@Override
	public Map<String, String> headers() {
		return this.gate.headers();
	}

	@Override
	public void close() {
		this.gate.close();
		IoUtils.safeClose(this.channel);
		this.openListener.closeConnections();
	}

}
