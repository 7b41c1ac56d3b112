package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A service registry: PUT makes an entry or renews it, DELETE removes it, and one that is
 * not renewed expires.
 */
final class Registry implements AutoCloseable {

	private static final Duration EXPIRY = Duration.ofSeconds(15);

	private final Map<String, Long> renewals = new ConcurrentHashMap<>();

	private final Set<String> renewers = ConcurrentHashMap.newKeySet();

	private final List<String> removals = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Registry() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String id = exchange.getRequestURI().getPath().substring(1);
		String sender = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		if (exchange.getRequestMethod().equals("PUT")) {
			this.renewals.put(id, System.nanoTime());
			this.renewers.add(sender);
		}
		else {
			this.removals.add("%s by %s".formatted(id, sender));
			this.renewals.remove(id);
		}
		exchange.sendResponseHeaders(204, -1);
		exchange.close();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/** Whether there is an entry that has not expired. */
	boolean has(String id) {
		Long renewed = this.renewals.get(id);
		return renewed != null && System.nanoTime() - renewed < EXPIRY.toNanos();
	}

	/** Whether a process has made or renewed an entry. */
	boolean knows(long pid) {
		return this.renewers.contains(Long.toString(pid));
	}

	/** Forgets who has renewed so far. */
	void forget() {
		this.renewers.clear();
	}

	List<String> removals() {
		return List.copyOf(this.removals);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
