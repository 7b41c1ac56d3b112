package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that send one byte each and expect it back. Plain sockets, which try nothing
 * twice: what is lost shows.
 */
final class TestClients implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private static final int BYTE = 42;

	private final List<Socket> sockets = new ArrayList<>();

	/** Opens a connection and sends the byte. */
	Socket connect(InetSocketAddress address) throws IOException {
		Socket socket = new Socket();
		this.sockets.add(socket);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		// Leaves no TIME_WAIT behind: the tests open thousands
		socket.setSoLinger(true, 0);
		socket.connect(address, TIMEOUT_MILLIS);
		socket.getOutputStream().write(BYTE);
		return socket;
	}

	/** Waits for the answers and counts those that did not come. */
	long countLost() {
		return this.sockets.stream().filter((socket) -> !isAnswered(socket)).count();
	}

	private static boolean isAnswered(Socket socket) {
		try {
			return socket.getInputStream().read() == BYTE;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.sockets.clear();
	}

}
