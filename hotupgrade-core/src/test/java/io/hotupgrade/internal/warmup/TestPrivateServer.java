package io.hotupgrade.internal.warmup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.hotupgrade.server.PrivateListener;

/**
 * Answers requests with prepared bytes, and writes down what it has read.
 */
final class TestPrivateServer implements WarmUpTarget, PrivateListener {

	static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final ServerSocket listener;

	private final Function<String, String> answers;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	/**
	 * Starts a server.
	 * @param answers the response to a request's first line; an empty one ends the
	 * connection
	 * @throws IOException if it cannot be started
	 */
	TestPrivateServer(Function<String, String> answers) throws IOException {
		this.answers = answers;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "test-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				this.sockets.add(socket);
				this.connections.incrementAndGet();
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
			String answer;
			do {
				answer = this.answers.apply(readRequest(in));
				socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
			}
			while (answer.contains("chunked") || answer.contains("Content-Length") || answer.contains(" 204 "));
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private String readRequest(BufferedReader in) throws IOException {
		List<String> lines = new ArrayList<>();
		int length = 0;
		for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
			lines.add(line);
			if (line.startsWith("Content-Length: ")) {
				length = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
			}
		}
		if (lines.isEmpty()) {
			throw new IOException("The client has closed the connection");
		}
		char[] body = new char[length];
		for (int read = 0; read < length;) {
			read += in.read(body, read, length - read);
		}
		this.requests.add(String.join("\n", lines) + "\n\n" + new String(body));
		return lines.get(0);
	}

	List<String> requests() {
		return this.requests;
	}

	int connections() {
		return this.connections.get();
	}

	@Override
	public InetSocketAddress publicAddress() {
		return new InetSocketAddress("192.0.2.1", 8080);
	}

	@Override
	public PrivateListener open(boolean recorded) {
		return this;
	}

	@Override
	public InetSocketAddress address() {
		return (InetSocketAddress) this.listener.getLocalSocketAddress();
	}

	@Override
	public Map<String, String> headers() {
		return Map.of("X-Secret", "s3cret");
	}

	boolean isClosed() {
		return this.listener.isClosed();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
