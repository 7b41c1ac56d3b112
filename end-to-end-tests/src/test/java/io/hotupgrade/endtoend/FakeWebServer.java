package io.hotupgrade.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers every request as the sample answers its "/", one at a time. The upgrade
 * endpoint is not there, so that whoever asks it asks again, until the predecessor
 * answers.
 */
final class FakeWebServer {

	private static final String BODY = "pid=%1$d generation=1 version=fake".formatted(ProcessHandle.current().pid());

	private static final String ANSWER = "HTTP/1.1 200 OK\r\nX-Instance: %d\r\nConnection: close\r\n"
		.formatted(ProcessHandle.current().pid()) + "Content-Length: %d\r\n\r\n%s".formatted(BODY.length(), BODY);

	private static final String NO_ENDPOINT = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
			+ "Content-Length: 0\r\n\r\n";

	private FakeWebServer() {
	}

	static void start(InetSocketAddress address) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		server.bind(address);
		Thread thread = new Thread(() -> serve(server), "fake-web-server");
		thread.setDaemon(true);
		thread.start();
	}

	private static void serve(ServerSocketChannel server) {
		while (server.isOpen()) {
			try (Socket client = server.accept().socket()) {
				answer(client);
			}
			catch (IOException ex) {
				System.out.println("A client has gone: " + ex.getMessage());
			}
		}
	}

	private static void answer(Socket client) throws IOException {
		BufferedReader request = new BufferedReader(
				new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
		String first = request.readLine();
		String line = first;
		while (line != null && !line.isEmpty()) {
			line = request.readLine();
		}
		boolean isEndpoint = first != null && first.contains("/actuator");
		client.getOutputStream().write((isEndpoint ? NO_ENDPOINT : ANSWER).getBytes(StandardCharsets.US_ASCII));
	}

}
