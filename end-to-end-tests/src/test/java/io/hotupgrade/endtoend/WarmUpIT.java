package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.HttpResponse;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A successor that warms up while its predecessor serves.
 */
class WarmUpIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String NEVER_ANSWERED = "hotupgrade.warm-up.requests[0].path=/slow?ms=60000";

	private static final String LISTEN = "0A";

	private static final int MEASURED = 200;

	@TempDir
	Path directory;

	@Test
	void successorWarmsUpBeforeItTakesOver() throws Exception {
		Path logs = Files.createDirectory(this.directory.resolve("logs"));
		try (SampleInstance sample = start(Sample.settings().accessLog(logs));
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50))) {
			assertThat(get(sample, "/warm-up")).isEqualTo("requests=0");
			Sample.configure(this.directory, "hotupgrade.warm-up.until=count",
					"hotupgrade.warm-up.requests[0].path=/counter?of=warm-up",
					"hotupgrade.warm-up.requests[0].count=300", "hotupgrade.warm-up.requests[1].path=/actuator/info",
					"hotupgrade.warm-up.requests[1].method=HEAD", "hotupgrade.warm-up.requests[1].count=40");
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			assertThat(upgrade.warmUp().state()).isEqualTo("FINISHED");
			assertThat(upgrade.warmUp().sent()).isEqualTo(340);
			assertThat(upgrade.warmUp().failures()).as(upgrade.warmUp().message()).isZero();
			assertThat(upgrade.warmUp().requests()).extracting((requests) -> requests.request())
				.containsExactly("GET /counter", "HEAD /actuator/info");
			assertThat(get(sample, "/warm-up")).isEqualTo("requests=340");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> get(sample, "/actuator/metrics/http.server.requests").contains("/warm-up"));
			assertThat(get(sample, "/actuator/metrics/http.server.requests")).doesNotContain("/counter");
			assertThat(logged(logs)).contains("/warm-up").doesNotContain("/counter");
			assertThat(listeningPorts(upgrade.successor().pid())).containsExactly(sample.port());
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	/**
	 * As by default, but for less time.
	 */
	@Test
	void pipelineIsWarmedUpWithoutConfigurationAndWithoutATrace() throws Exception {
		Path logs = Files.createDirectory(this.directory.resolve("logs"));
		try (SampleInstance sample = start(Sample.settings().accessLog(logs))) {
			Sample.configure(this.directory, "hotupgrade.warm-up.pipeline.enabled=true",
					"hotupgrade.warm-up.pipeline.timeout=2s");
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			assertThat(upgrade.warmUp().state()).isEqualTo("FINISHED");
			assertThat(upgrade.warmUp().failures()).isZero();
			assertThat(upgrade.warmUp().requests()).hasSize(2).allSatisfy((requests) -> {
				assertThat(requests.source()).isEqualTo("pipeline");
				assertThat(requests.sent()).isPositive();
				assertThat(requests.failed()).as(requests.note()).isZero();
			});
			// The one under way at the limit may be cut before it gets there.
			assertThat(get(sample, "/warm-up")).isIn("requests=" + upgrade.warmUp().sent(),
					"requests=" + (upgrade.warmUp().sent() - 1));
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> get(sample, "/actuator/metrics/http.server.requests").contains("/warm-up"));
			assertThat(get(sample, "/actuator/metrics/http.server.requests")).doesNotContain("/actuator/health",
					"\"404\"");
			assertThat(logged(logs)).contains("/warm-up").doesNotContain("/actuator/health");
			assertThat(listeningPorts(upgrade.successor().pid())).containsExactly(sample.port());
		}
	}

	@Test
	void failureIsReportedAndChangesNothingUnlessConfigured() throws Exception {
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, "hotupgrade.warm-up.requests[0].path=/nowhere",
					"hotupgrade.warm-up.requests[0].count=5", "hotupgrade.warm-up.on-failure=fail");
			UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(failed.outcome()).isEqualTo("FAILED");
			assertThat(failed.reason()).isEqualTo("WARM_UP_FAILED");
			assertThat(failed.message()).contains("GET /nowhere was answered with 404");
			assertThat(failed.warmUp().state()).isEqualTo("FAILED");
			Sample.configure(this.directory, "hotupgrade.warm-up.requests[0].path=/nowhere",
					"hotupgrade.warm-up.requests[0].count=5");
			UpgradeView good = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(good.outcome()).as(good.message()).isEqualTo("SUCCEEDED");
			assertThat(good.warmUp().failures()).isEqualTo(5);
			assertThat(sample.endpoint().status().history()).extracting((upgrade) -> upgrade.warmUp().failures())
				.containsExactly(5, 1);
		}
	}

	@Test
	void unsafeMethodStopsTheStart() throws Exception {
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, "hotupgrade.warm-up.requests[0].path=/counter",
					"hotupgrade.warm-up.requests[0].method=POST");
			UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(failed.outcome()).isEqualTo("FAILED");
			assertThat(String.join("\n", failed.output())).contains("hotupgrade.warm-up.requests[0].method",
					"hotupgrade.warm-up.allow-unsafe-methods=true");
		}
	}

	@Test
	void slowWarmUpEndsAtItsLimitAndThePredecessorServesMeanwhile() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, NEVER_ANSWERED, "hotupgrade.warm-up.timeout=3s");
			UpgradeView begun = beginAndAwaitWarmUp(sample);
			assertThat(PlainHttp.send(sample.target(), "GET", "/").instance())
				.isEqualTo(Long.toString(begun.predecessor().pid()));
			UpgradeView upgrade = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			assertThat(upgrade.warmUp().state()).isEqualTo("TIME_LIMIT");
			assertThat(upgrade.warmUp().failures()).isZero();
			assertThat(upgrade.warmUp().durationMillis()).isBetween(3000L, 10_000L);
		}
	}

	@Test
	void abortEndsTheWarmUpAtOnce() throws Exception {
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, NEVER_ANSWERED, "hotupgrade.warm-up.timeout=80s");
			UpgradeView begun = beginAndAwaitWarmUp(sample);
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			Processes.awaitEnd(begun.successor().pid(), Duration.ofSeconds(5));
			UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(aborted.outcome()).isEqualTo("ABORTED");
			assertThat(Files.readString(sample.first().output())).doesNotContain("is killed");
			assertThat(PlainHttp.send(sample.target(), "GET", "/").instance())
				.isEqualTo(Long.toString(begun.predecessor().pid()));
		}
	}

	@Test
	void deathOfThePredecessorEndsTheWarmUp() throws Exception {
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, NEVER_ANSWERED, "hotupgrade.warm-up.timeout=80s");
			UpgradeView begun = beginAndAwaitWarmUp(sample);
			Processes.signal(begun.predecessor().pid(), "KILL");
			sample.endpoint()
				.awaitStatus("history", Duration.ofSeconds(10),
						(status) -> status.pid() == begun.successor().pid() && !status.history().isEmpty());
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> Files.readString(sample.first().output())
					.contains("Warm-up ended because the predecessor is gone"));
			Sample.configure(this.directory, "");
			Awaitility.await().atMost(LIMIT).until(() -> sample.endpoint().upgrade().status() == 202);
		}
	}

	/**
	 * Measures; what a machine of its time makes of it is not asserted.
	 */
	@Test
	void firstRequestsAfterTheSwitchAreMeasured() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = start()) {
			Sample.configure(this.directory, "");
			List<Long> cold = firstLatencies(sample);
			Sample.configure(this.directory, "hotupgrade.warm-up.requests[0].path=/",
					"hotupgrade.warm-up.requests[1].path=/counter");
			List<Long> warm = firstLatencies(sample);
			UpgradeView last = sample.endpoint().status().history().get(0);
			System.out.println("The first " + MEASURED + " requests after the switch, on new connections:");
			System.out.println("without warm-up: " + describe(cold));
			System.out.println("with warm-up:    " + describe(warm) + "; " + last.warmUp());
			assertThat(cold).hasSize(MEASURED);
			assertThat(warm).hasSize(MEASURED);
		}
	}

	private List<Long> firstLatencies(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		String successor = Long.toString(begun.successor().pid());
		List<Long> latencies = new ArrayList<>();
		long giveUpAt = System.nanoTime() + LIMIT.toNanos();
		while (latencies.size() < MEASURED && System.nanoTime() - giveUpAt < 0) {
			long sentAt = System.nanoTime();
			HttpResponse response = PlainHttp.send(sample.target(), "GET", "/");
			long latency = System.nanoTime() - sentAt;
			if (response.instance().equals(successor)) {
				latencies.add(latency);
			}
		}
		UpgradeView upgrade = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
		return latencies;
	}

	private static String describe(List<Long> latencies) {
		long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
		return "first %.1f ms, p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.1f ms, sum %.0f ms".formatted(
				millis(latencies.get(0)), millis(sorted[sorted.length / 2]), millis(sorted[sorted.length * 9 / 10]),
				millis(sorted[sorted.length * 99 / 100]), millis(sorted[sorted.length - 1]),
				millis(Arrays.stream(sorted).sum()));
	}

	private static double millis(long nanos) {
		return nanos / 1e6;
	}

	private SampleInstance start(String... arguments) {
		return SampleInstance.start(Sample.quick(this.directory).withArguments(arguments), LIMIT);
	}

	private static UpgradeView beginAndAwaitWarmUp(SampleInstance sample) throws IOException {
		sample.beginUpgrade();
		return sample.endpoint()
			.awaitStatus("warm-up", LIMIT,
					(status) -> status.upgrade() != null && status.upgrade().warmUp().state().equals("RUNNING")
							&& status.upgrade().phase().equals("STARTING"))
			.upgrade();
	}

	private static String get(SampleInstance sample, String path) throws IOException {
		return PlainHttp.send(sample.target(), "GET", path).text();
	}

	private static String logged(Path logs) throws IOException {
		try (Stream<Path> files = Files.list(logs)) {
			StringBuilder text = new StringBuilder();
			for (Path file : files.toList()) {
				text.append(Files.readString(file));
			}
			return text.toString();
		}
	}

	/**
	 * The TCP ports that a process listens on, by its descriptors and the kernel's
	 * tables.
	 */
	private static List<Integer> listeningPorts(long pid) throws IOException {
		Set<String> inodes = Processes.openFiles(pid)
			.stream()
			.map(Path::toString)
			.filter((target) -> target.startsWith("socket:["))
			.map((target) -> target.substring("socket:[".length(), target.length() - 1))
			.collect(Collectors.toSet());
		List<Integer> ports = new ArrayList<>();
		for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			for (String line : Files.readAllLines(Path.of(table))) {
				String[] columns = line.trim().split("\\s+");
				if (columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
					ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
				}
			}
		}
		return ports;
	}

}
