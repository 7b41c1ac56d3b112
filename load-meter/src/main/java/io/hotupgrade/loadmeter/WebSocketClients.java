package io.hotupgrade.loadmeter;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * WebSocket clients of the sample's "/ws", which speak until the server ends their
 * connection and do not connect again. All methods may be called from any thread.
 */
public final class WebSocketClients implements AutoCloseable {

	private final List<WebSocketClient> clients;

	private final ScheduledExecutorService speaker = speaker();

	private final long start = System.nanoTime();

	private WebSocketClients(List<WebSocketClient> clients) {
		this.clients = clients;
	}

	/**
	 * Connects all clients and lets them speak.
	 * @param target where to, without TLS
	 * @param number how many
	 * @param pause between two messages of a client, if the first has come back by then
	 * @return the clients, to be closed
	 * @throws java.util.concurrent.CompletionException if one cannot connect
	 */
	public static WebSocketClients connect(Target target, int number, Duration pause) {
		HttpClient http = HttpClient.newHttpClient();
		URI uri = URI.create("ws://" + target.address().getHostString() + ":" + target.address().getPort() + "/ws");
		List<CompletableFuture<WebSocketClient>> connecting = new ArrayList<>();
		for (int client = 0; client < number; client++) {
			connecting.add(WebSocketClient.connect(http, uri, target.connectTimeout()));
		}
		WebSocketClients clients = new WebSocketClients(connecting.stream().map(CompletableFuture::join).toList());
		clients.speak(pause);
		return clients;
	}

	private static ScheduledExecutorService speaker() {
		return new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "load-websocket");
			thread.setDaemon(true);
			return thread;
		});
	}

	private void speak(Duration pause) {
		for (int index = 0; index < this.clients.size(); index++) {
			long spread = pause.toNanos() * index / this.clients.size();
			this.speaker.scheduleWithFixedDelay(this.clients.get(index)::send, spread, pause.toNanos(),
					TimeUnit.NANOSECONDS);
		}
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
		this.speaker.shutdownNow();
		this.clients.forEach(WebSocketClient::abort);
	}

}
