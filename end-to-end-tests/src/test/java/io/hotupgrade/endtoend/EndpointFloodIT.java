package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who may use the endpoint asks far too often.
 */
class EndpointFloodIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int CONNECTIONS = 20;

	private static final int REQUESTS = 100;

	@TempDir
	Path directory;

	@Test
	void floodOfPostsBeginsOneUpgradeAndHurtsNobody() throws Exception {
		Path healthy = this.directory.resolve("healthy");
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(5, Duration.ofMillis(200)))) {
			Sample.configure(this.directory, "management.health.diskspace.path=" + healthy,
					"hotupgrade.health.timeout=60s");
			// The server answers a moment before the application is ready.
			Awaitility.await().atMost(LIMIT).until(() -> sample.endpoint().check().possible());
			long start = System.nanoTime();
			Map<String, Integer> answers = flood(sample, "POST", CONNECTIONS * REQUESTS);
			Duration length = Duration.ofNanos(System.nanoTime() - start);
			assertThat(answers).containsOnly(Map.entry("202", 1),
					Map.entry("409 UPGRADE_IN_PROGRESS", CONNECTIONS * REQUESTS - 1));
			assertThat(sample.family().count()).isEqualTo(2);
			UpgradeView upgrade = sample.endpoint().status().upgrade();
			sample.follow(upgrade.successor().pid());
			Files.createDirectory(healthy);
			assertThat(sample.awaitUpgrade(upgrade.id(), LIMIT).outcome()).isEqualTo("SUCCEEDED");
			assertThat(sample.endpoint().status().history()).hasSize(1);
			MeterReport report = meter.stop();
			System.out.printf("%d POSTs on %d connections in %d ms: %s%n%s", CONNECTIONS * REQUESTS, CONNECTIONS,
					length.toMillis(), answers, report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	@Test
	void floodOfDeletesIsRefusedAndHurtsNobody() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			assertThat(flood(sample, "DELETE", CONNECTIONS * REQUESTS))
				.containsOnly(Map.entry("409 NOTHING_TO_ABORT", CONNECTIONS * REQUESTS));
			assertThat(sample.isServing()).isTrue();
		}
	}

	private static Map<String, Integer> flood(SampleInstance sample, String method, int requests) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			List<Callable<List<String>>> floods = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				floods.add(() -> floodOne(sample, method, requests / CONNECTIONS));
			}
			Map<String, Integer> answers = new TreeMap<>();
			for (Future<List<String>> flood : clients.invokeAll(floods)) {
				flood.get().forEach((answer) -> answers.merge(answer, 1, Integer::sum));
			}
			return answers;
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static List<String> floodOne(SampleInstance sample, String method, int requests) throws Exception {
		List<String> answers = new ArrayList<>();
		try (RawClient client = RawClient.connect(sample)) {
			for (int i = 0; i < requests; i++) {
				client.send("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".formatted(method,
						UpgradeClient.PATH));
				answers.add(inBrief(client.receive()));
			}
		}
		return answers;
	}

	/** The status, and the reason of a refusal. */
	private static String inBrief(String response) {
		String status = response.split(" ", 3)[1];
		return status.equals("202") ? status
				: status + " " + response.replaceAll("(?s).*\"reason\":\"(\\w+)\".*", "$1");
	}

}
