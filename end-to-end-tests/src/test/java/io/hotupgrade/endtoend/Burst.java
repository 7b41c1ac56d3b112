package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections with a request each, which wait for nobody to accept them: the kernel
 * establishes them also while the server's process is stopped.
 */
final class Burst implements AutoCloseable {

	private static final int CONNECT_MILLIS = 5_000;

	private static final int ANSWER_MILLIS = 20_000;

	private final List<Socket> sockets = new ArrayList<>();

	private Burst() {
	}

	static Burst connect(int port, int connections) throws IOException {
		Burst burst = new Burst();
		try {
			for (int number = 0; number < connections; number++) {
				burst.connect(port);
			}
			return burst;
		}
		catch (IOException ex) {
			burst.close();
			throw ex;
		}
	}

	private void connect(int port) throws IOException {
		Socket socket = new Socket();
		this.sockets.add(socket);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
		socket.setSoTimeout(ANSWER_MILLIS);
		socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Waits for all answers.
	 * @return how many are good
	 */
	long served() {
		return this.sockets.stream().filter(Burst::isServed).count();
	}

	private static boolean isServed(Socket socket) {
		try {
			byte[] start = socket.getInputStream().readNBytes(12);
			return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
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
	}

}
