package io.hotupgrade.loadmeter;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does with each request what a test wants, and counts what came.
 */
final class MisbehavingServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Behaviour behaviour;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger requests = new AtomicInteger();

	private MisbehavingServer(ServerSocket listener, Behaviour behaviour) {
		this.listener = listener;
		this.behaviour = behaviour;
	}

	static MisbehavingServer start(Behaviour behaviour) throws IOException {
		return start(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), behaviour);
	}

	static MisbehavingServer start(ServerSocket listener, Behaviour behaviour) {
		MisbehavingServer server = new MisbehavingServer(listener, behaviour);
		daemon(server::accept);
		return server;
	}

	int port() {
		return this.listener.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	int requests() {
		return this.requests.get();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				this.connections.incrementAndGet();
				this.sockets.add(socket);
				daemon(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream input = new BufferedInputStream(socket.getInputStream());
			while (readHead(input)) {
				this.requests.incrementAndGet();
				this.behaviour.serve(socket, input);
			}
		}
		catch (IOException ex) {
			// The client sees what it sees.
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static boolean readHead(InputStream input) throws IOException {
		int matched = 0;
		while (matched < 4) {
			int next = input.read();
			if (next < 0) {
				return false;
			}
			matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : 0;
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "misbehaving-server");
		thread.setDaemon(true);
		thread.start();
	}

	static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	static String response(String status, String body) {
		return "HTTP/1.1 " + status + "\r\nX-Instance: 77\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	/** What to do once the head of a request has been read. */
	interface Behaviour {

		void serve(Socket socket, InputStream input) throws IOException;

	}

}
