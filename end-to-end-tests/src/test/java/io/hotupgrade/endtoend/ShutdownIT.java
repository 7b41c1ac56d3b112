package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Outcome;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plain stop by SIGTERM, with no upgrade involved: whoever has a connection gets an
 * answer, and whoever comes later is refused.
 */
@Isolated("Its load takes both processors")
class ShutdownIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int BURST = 600;

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "immediate", "graceful" })
	void stopUnderLoadCutsNobody(String shutdown) throws IOException {
		try (SampleInstance sample = SampleInstance
			.start(Sample.quick(this.directory).withArguments("--server.shutdown=" + shutdown), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, new NewConnections(200),
						new KeptAliveClients(20, Duration.ofMillis(50)), new SlowRequests(10, Duration.ofSeconds(2)),
						new Downloads(3, 3), new Uploads(3, 100_000, Duration.ofSeconds(2), Uploads.Framing.CHUNKED))) {
			meter.awaitRequests(300, LIMIT);
			meter.awaitInFlight(SlowRequests.KIND, 10, LIMIT);
			sample.first().terminate();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(143);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isEqualTo(report.count(Outcome.CONNECT_REFUSED)).isPositive();
			assertNothingToWarnOf(sample);
		}
	}

	/**
	 * The process is held, as a long pause holds it, when the signal comes. Others come
	 * while it empties the queue, and have to be kept out of it: what is in there when a
	 * listener is closed is reset.
	 */
	@Test
	void stopServesWhoWaitsInTheAcceptQueueAndRefusesWhoComesLater() throws Exception {
		try (SampleInstance sample = SampleInstance
			.start(Sample.in(this.directory).withArguments(Sample.settings().acceptQueue(2 * BURST)), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, new NewConnections(500))) {
			meter.awaitRequests(500, LIMIT);
			long pid = sample.first().pid();
			Processes.signal(pid, "STOP");
			try (Burst burst = Burst.connect(sample.port(), BURST)) {
				Processes.signal(pid, "TERM");
				Processes.signal(pid, "CONT");
				assertThat(burst.served()).isEqualTo(BURST);
			}
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(143);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isEqualTo(report.count(Outcome.CONNECT_REFUSED)).isPositive();
			assertNothingToWarnOf(sample);
		}
	}

	private static void assertNothingToWarnOf(SampleInstance sample) throws IOException {
		assertThat(Files.readAllLines(sample.first().output())
			.stream()
			.dropWhile((line) -> !line.contains("Started SampleApplication"))).isNotEmpty()
			.noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
	}

}
