package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The HTTP/2 clients that people use lose no request that is in flight when the instance
 * leaves, whatever they make of its farewell: some answer GOAWAY with their own, some
 * give up running streams when they get it.
 */
@Isolated("Its requests have to be in flight at a certain time")
class Http2ClientsIT {

	private static final int CONNECTIONS = 2;

	private static final int STREAMS = 4;

	private static final int MILLIS = Extent.isFull() ? 9_000 : 7_000;

	private static final String SLOW = "/slow?ms=" + MILLIS;

	@TempDir
	Path directory;

	/**
	 * Time for the requests to be sent before the commit, when clients are told to leave.
	 */
	private static final String SHIFT = "1% for 4s, 100%";

	@Test
	void nobodyLosesWhatIsInFlight() throws Exception {
		Sample.assumeReliableHttp2();
		try (SampleInstance sample = new TlsSample(this.directory)
			.start(Sample.quick(this.directory).withArguments("--hotupgrade.shift=" + SHIFT))) {
			String address = "https://localhost:" + sample.port();
			leave(sample, Leaving.UPGRADE, address);
			leave(sample, Leaving.SIGTERM, address);
		}
	}

	private void leave(SampleInstance sample, Leaving leaving, String address) throws Exception {
		Map<String, List<Http2Client>> clients = new TreeMap<>();
		try {
			programs(address).forEach((name, client) -> clients.put(name, connect(client, address)));
			String instance = Long.toString(sample.endpoint().status().pid());
			clients.forEach((name, connections) -> connections.forEach(
					(client) -> assertThat(answer(client.get("/slow?ms=1"))).as(name).isEqualTo("200 " + instance)));
			List<Leaving.Departure> departure = new ArrayList<>();
			if (leaving == Leaving.UPGRADE) {
				departure.add(leaving.begin(sample));
				awaitShift(sample);
			}
			Map<String, List<CompletableFuture<String>>> answers = new TreeMap<>();
			clients.forEach((name, connections) -> answers.put(name, send(connections)));
			if (leaving == Leaving.SIGTERM) {
				awaitRequests(sample, clients.size() * CONNECTIONS * STREAMS);
				departure.add(leaving.begin(sample));
			}
			Map<String, List<String>> outcomes = new TreeMap<>();
			answers.forEach((name, all) -> outcomes.put(name, all.stream().map(Http2ClientsIT::answer).toList()));
			departure.get(0).awaitEnd();
			outcomes.forEach((name, all) -> System.out.println(leaving + ", " + name + ": " + summary(all)));
			assertThat(outcomes).allSatisfy(
					(name, all) -> assertThat(all).hasSize(CONNECTIONS * STREAMS).containsOnly("200 " + instance));
		}
		finally {
			for (List<Http2Client> connections : clients.values()) {
				for (Http2Client client : connections) {
					client.close();
				}
			}
		}
	}

	private static Map<String, Long> summary(List<String> outcomes) {
		Map<String, Long> summary = new TreeMap<>();
		outcomes.forEach((outcome) -> summary.merge(outcome, 1L, Long::sum));
		return summary;
	}

	private static List<Http2Client> connect(Function<String, Http2Client> client, String address) {
		List<Http2Client> connections = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			connections.add(client.apply(address));
		}
		return connections;
	}

	private static List<CompletableFuture<String>> send(List<Http2Client> connections) {
		List<CompletableFuture<String>> answers = new ArrayList<>();
		for (Http2Client client : connections) {
			answers.addAll(client.get(SLOW, STREAMS));
		}
		return answers;
	}

	private static String answer(CompletableFuture<String> answer) {
		try {
			return answer.get(Leaving.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			return "failed: " + ex;
		}
	}

	private static void awaitShift(SampleInstance sample) {
		Awaitility.await("shift").atMost(Leaving.LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
			UpgradeView upgrade = sample.endpoint().status().upgrade();
			return upgrade != null && upgrade.phase().equals("SHIFTING");
		});
	}

	/** Those that the server knows of; it counts this very question, too. */
	private static void awaitRequests(SampleInstance sample, int number) {
		Awaitility.await("requests in flight")
			.atMost(Leaving.LIMIT)
			.untilAsserted(() -> assertThat(sample.endpoint().status().requests()).isGreaterThan(number));
	}

	private static Map<String, Function<String, Http2Client>> programs(String address) {
		Map<String, Function<String, Http2Client>> clients = new LinkedHashMap<>();
		clients.put("Jetty", Http2Clients::jetty);
		clients.put("OkHttp", Http2Clients::okHttp);
		clients.put("Apache", Http2Clients::apache);
		clients.put("Reactor Netty", Http2Clients::netty);
		Sample.javas().forEach((java) -> clients.put("JDK of " + java, (server) -> jdk(java, server)));
		Path script = script();
		addIfInstalled(clients, "node", "nodejs", (server) -> ClientProgram.start("node", script.toString(), server));
		addIfInstalled(clients, "curl", "curl", CommandHttp2Client::curl);
		addIfInstalled(clients, "nghttp", "nghttp2-client", CommandHttp2Client::nghttp);
		return clients;
	}

	private static void addIfInstalled(Map<String, Function<String, Http2Client>> clients, String program,
			String debianPackage, Function<String, Http2Client> client) {
		if (Tools.isInstalled(program)) {
			clients.put(program, client);
		}
		else {
			System.out.println(program + " is not installed: it is left out (apt-get install " + debianPackage + ")");
		}
	}

	private static Http2Client jdk(Path java, String address) {
		return ClientProgram.start(java.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1",
				"-Djdk.internal.httpclient.disableHostnameVerification=true", "-cp",
				Path.of("target", "test-classes").toAbsolutePath().toString(), JdkHttp2Program.class.getName(),
				address);
	}

	private static Path script() {
		return Path.of("src", "test", "resources", "http2-client.mjs").toAbsolutePath();
	}

}
