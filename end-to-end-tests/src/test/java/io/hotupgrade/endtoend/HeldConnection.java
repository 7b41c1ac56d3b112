package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A connection that is open before its client is there: it passes on the bytes of the one
 * that connects. So an instance can be chosen for programs that connect when they send.
 */
final class HeldConnection implements AutoCloseable {

	private final ServerSocket listener;

	private final Socket server = new Socket();

	private HeldConnection(ServerSocket listener) {
		this.listener = listener;
	}

	static HeldConnection open(InetSocketAddress address) throws IOException {
		HeldConnection connection = new HeldConnection(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		try {
			connection.server.connect(address);
		}
		catch (IOException ex) {
			connection.close();
			throw ex;
		}
		daemon(connection::serve);
		return connection;
	}

	/** The port to which the client has to connect. */
	int port() {
		return this.listener.getLocalPort();
	}

	private void serve() {
		try (Socket client = this.listener.accept()) {
			Thread answers = daemon(() -> pass(this.server, client));
			pass(client, this.server);
			answers.join();
		}
		catch (IOException | InterruptedException ex) {
			// Closed, because no client has come.
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "held-connection");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void pass(Socket from, Socket to) {
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			in.transferTo(out);
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// What one side breaks off is broken off for the other.
			close(from);
			close(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.server.close();
	}

}
