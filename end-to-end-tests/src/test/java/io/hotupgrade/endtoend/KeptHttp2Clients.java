package io.hotupgrade.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Clients of HTTP/2, each of which keeps the one connection that it has for as long as
 * the server lets it.
 */
final class KeptHttp2Clients implements AutoCloseable {

	private final List<JavaHttp2Client> clients = new ArrayList<>();

	private KeptHttp2Clients() {
	}

	static KeptHttp2Clients start(int count, TlsSample sample, int port) throws Exception {
		KeptHttp2Clients started = new KeptHttp2Clients();
		for (int i = 0; i < count; i++) {
			started.clients.add(JavaHttp2Client.start(sample.keyStore(), TlsSample.PASSWORD, port));
		}
		return started;
	}

	/**
	 * The number of answers to the one that has got the fewest, times that of clients.
	 */
	int answered() {
		return this.clients.size() * this.clients.stream().mapToInt(JavaHttp2Client::answered).min().orElse(0);
	}

	/** All instances that have answered. */
	Set<String> answeredBy() {
		Set<String> instances = new TreeSet<>();
		this.clients.forEach((client) -> instances.addAll(client.answeredBy()));
		return instances;
	}

	List<String> failures() {
		return this.clients.stream().flatMap((client) -> client.failures().stream()).toList();
	}

	void stop() {
		this.clients.forEach(JavaHttp2Client::stop);
	}

	@Override
	public void close() {
		stop();
	}

}
