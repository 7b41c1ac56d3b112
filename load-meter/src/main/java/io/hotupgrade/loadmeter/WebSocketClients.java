package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * WebSocket clients of the sample's "/ws", which speak until the server ends their
 * connection and do not connect again. All methods may be called from any thread.
 */
public final class WebSocketClients implements AutoCloseable {

	private final List<WebSocketClient> clients;

	private final long start = System.nanoTime();

	private WebSocketClients(List<WebSocketClient> clients) {
		this.clients = clients;
	}

	/**
	 * Connects all clients and lets them speak.
	 * @param target where to, without TLS
	 * @param number how many
	 * @param pause how long a client hears nothing before it speaks
	 * @return the clients, to be closed
	 * @throws IOException if one cannot connect
	 */
	public static WebSocketClients connect(Target target, int number, Duration pause) throws IOException {
		List<WebSocketClient> clients = new ArrayList<>();
		try {
			for (int client = 0; client < number; client++) {
				clients.add(new WebSocketClient(WebSocketConnection.open(target), pause));
			}
		}
		catch (IOException ex) {
			clients.forEach(WebSocketClient::abort);
			throw ex;
		}
		clients.forEach(WebSocketClients::speak);
		return new WebSocketClients(clients);
	}

	private static void speak(WebSocketClient client) {
		Thread thread = new Thread(client, "load-websocket");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What happened so far.
	 * @return the report
	 */
	public WebSocketReport report() {
		List<WebSocketClient.End> ends = this.clients.stream()
			.map(WebSocketClient::end)
			.flatMap(Optional::stream)
			.toList();
		long[] times = ends.stream()
			.mapToLong(WebSocketClient.End::nanoTime)
			.map((end) -> end - this.start)
			.sorted()
			.toArray();
		return new WebSocketReport(this.clients.size() - ends.size(),
				ends.stream()
					.collect(Collectors.groupingBy(WebSocketClient.End::code, TreeMap::new, Collectors.counting())),
				sum(WebSocketClient::echoed), sum(WebSocketClient::wrong),
				sum((client) -> (client.end().isPresent() && client.isUnanswered()) ? 1L : 0L),
				Duration.ofNanos((times.length > 0) ? times[0] : 0),
				Duration.ofNanos((times.length > 0) ? times[times.length - 1] : 0));
	}

	private long sum(Function<WebSocketClient, Long> number) {
		return this.clients.stream().mapToLong(number::apply).sum();
	}

	/**
	 * The time since the clients were connected, on the scale of the reports.
	 * @return the time
	 */
	public Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	/** Cuts all connections. */
	@Override
	public void close() {
		this.clients.forEach(WebSocketClient::abort);
	}

}
