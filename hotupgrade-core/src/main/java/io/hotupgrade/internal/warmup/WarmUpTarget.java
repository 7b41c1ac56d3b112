package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.hotupgrade.server.PrivateListener;

/**
 * The server that is warmed up.
 */
public interface WarmUpTarget {

	/**
	 * Where clients will reach it.
	 * @return the address it listens on
	 * @throws IOException if there is no server
	 */
	InetSocketAddress publicAddress() throws IOException;

	/**
	 * Opens a way to reach it now.
	 * @param recorded whether its access log has the requests
	 * @return the listener, to be closed by the caller
	 * @throws IOException if it cannot be opened
	 */
	PrivateListener open(boolean recorded) throws IOException;

}
