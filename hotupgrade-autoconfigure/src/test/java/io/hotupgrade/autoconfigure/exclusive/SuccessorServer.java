package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hotupgrade.exclusive.Entrance;

/**
 * A successor that answers everything with {@code 201 served there} and two cookies, and
 * remembers what it was asked.
 */
final class SuccessorServer implements AutoCloseable {

	private static final int CREATED = 201;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	SuccessorServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.seen.add("%s %s secret=%s origin=%s cookie=%s body=%s".formatted(exchange.getRequestMethod(),
				exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("X-Secret"),
				exchange.getRequestHeaders().getFirst(Origin.HEADER), exchange.getRequestHeaders().getFirst("Cookie"),
				body));
		exchange.getResponseHeaders().add("Set-Cookie", "a=1");
		exchange.getResponseHeaders().add("Set-Cookie", "b=2");
		byte[] answer = "served there".getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(CREATED, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	/** The requests in a line each. */
	List<String> seen() {
		return this.seen;
	}

	Entrance entrance() {
		return new Entrance(this.server.getAddress(), Map.of("X-Secret", "0a1b"));
	}

	/** Where nobody listens. */
	static Entrance nobody() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new Entrance(new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort()), Map.of());
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
