package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.EmbeddedServer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are in the middle of something when the instance leaves.
 */
class RawSocketDrainIT {

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(6);

	private static final String UPLOAD = "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n";

	private static final String UPLOADED = "len=10 crc=a684c7c6";

	/** Some servers write names of headers in lower case. */
	private static final String LAST = "Connection: close";

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void whatHasBegunIsFinished(Leaving leaving) throws Exception {
		try (SampleInstance sample = start();
				RawClient inHead = RawClient.keptAlive(sample);
				RawClient inBody = RawClient.keptAlive(sample);
				RawClient expecting = RawClient.keptAlive(sample);
				RawClient late = RawClient.keptAlive(sample);
				RawClient pipelining = RawClient.keptAlive(sample);
				RawClient halfClosed = RawClient.keptAlive(sample);
				RawClient brokenOff = RawClient.keptAlive(sample);
				UnreadingClient unreading = UnreadingClient.connect(sample)) {
			assertThat(unreading.sent()).isPositive();
			inHead.send(RawClient.GET.substring(0, 20));
			inBody.send(UPLOAD + "\r\n01234");
			expecting.send(UPLOAD + "Expect: 100-continue\r\n\r\n");
			if (Sample.CELL.server() != EmbeddedServer.UNDERTOW_WEBFLUX) {
				// WebFlux on Undertow waits for the body without a word.
				assertThat(expecting.receiveHead()).startsWith("HTTP/1.1 100 ");
			}
			Leaving.Departure departure = leaving.begin(sample);
			leaving.awaitCommit(departure);
			long commit = System.nanoTime();
			pipelining.send(RawClient.get("/slow?ms=300") + RawClient.GET);
			halfClosed.send(RawClient.get("/slow?ms=300")).endOfOutput();
			brokenOff.send(RawClient.get("/stream?seconds=1&announced=1000000"));
			inHead.sendByteByByte(RawClient.GET.substring(20));
			inBody.sendByteByByte("56789");
			expecting.send("0123456789");
			assertLastAnswer(departure, inHead, "pid=" + departure.pid());
			assertLastAnswer(departure, inBody, UPLOADED);
			assertLastAnswer(departure, expecting, UPLOADED);
			if (Sample.settings().answersHalfClosed()) {
				assertLastAnswer(departure, halfClosed, "slow=300");
			}
			assertThat(pipelining.receive()).contains("slow=300").doesNotContainIgnoringCase(LAST);
			assertLastAnswer(departure, pipelining, "pid=" + departure.pid());
			assertThat(brokenOff.receiveAll()).containsIgnoringCase("Content-Length: 1000000").contains("end count=");
			// Idle until now: it gets its one more answer, or its end without a request.
			assertThat(late.send(RawClient.GET).receiveAll()).matches("(?si)|HTTP/1.1 200 .*" + LAST + ".*");
			UpgradeView ended = departure.awaitEnd();
			// A busy machine tells late that an upgrade is committed.
			Duration drained = (ended != null) ? Duration.ofMillis(ended.timings().get("DRAINING"))
					: Duration.ofNanos(System.nanoTime() - commit);
			assertThat(drained).isBetween(DRAIN_TIMEOUT.minusSeconds(1), DRAIN_TIMEOUT.plusSeconds(6));
			if (ended != null) {
				// The one that never reads, and the one that the server broke off.
				assertThat(ended.receipt().connectionsCut()).isEqualTo(2);
				assertThat(ended.receipt().cut()).containsOnlyKeys("http1");
				int requests = ended.receipt().cut().get("http1");
				if (Sample.settings().readsAhead()) {
					assertThat(requests).isGreaterThanOrEqualTo(2);
				}
				else {
					assertThat(requests).isEqualTo(2);
				}
			}
		}
	}

	private SampleInstance start() {
		return SampleInstance.start(Sample.quick(this.directory)
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withArguments(Sample.settings().endlessKeepAlive())
			.withArguments("--hotupgrade.drain.timeout=" + DRAIN_TIMEOUT.toSeconds() + "s",
					"--hotupgrade.drain.idle-timeout=3s"),
				Leaving.LIMIT);
	}

	private static void assertLastAnswer(Leaving.Departure departure, RawClient client, String body)
			throws IOException {
		assertThat(client.receiveAll()).startsWith("HTTP/1.1 200 ")
			.contains("X-Instance: " + departure.pid())
			.containsIgnoringCase(LAST)
			.contains(body);
	}

}
