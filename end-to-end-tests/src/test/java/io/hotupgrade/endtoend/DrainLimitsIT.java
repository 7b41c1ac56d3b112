package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long an instance waits for requests, where that is not the usual time.
 */
class DrainLimitsIT {

	private static final String ENDLESS = "?ms=600000";

	private static final String UPLOAD_BEGUN = "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n01234";

	@TempDir
	Path directory;

	@Test
	void noLimitEndsWithTheLastRequestWorthWaitingFor() throws Exception {
		try (SampleInstance sample = start("--hotupgrade.drain.timeout=-1",
				"--hotupgrade.drain.ignored-paths=/ignored/**");
				RawClient waitedFor = RawClient.connect(sample).send(UPLOAD_BEGUN);
				RawClient ignored = RawClient.connect(sample).send(RawClient.get("/ignored/slow" + ENDLESS))) {
			awaitRequests(sample, 2);
			Leaving.Departure departure = Leaving.SIGTERM.begin(sample);
			Leaving.SIGTERM.awaitCommit(departure);
			assertThat(waitedFor.send("56789").receiveAll()).containsIgnoringCase("Connection: close")
				.endsWith("len=10 crc=a684c7c6");
			departure.awaitEnd();
			assertThat(ignored.isCut()).isTrue();
		}
	}

	@Test
	void limitOfZeroCutsAtOnce() throws Exception {
		try (SampleInstance sample = start("--hotupgrade.drain.timeout=0s");
				RawClient cut = RawClient.connect(sample).send(RawClient.get("/slow" + ENDLESS))) {
			awaitRequests(sample, 1);
			long begun = System.nanoTime();
			Leaving.SIGTERM.begin(sample).awaitEnd();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
			assertThat(cut.isCut()).isTrue();
		}
	}

	private SampleInstance start(String... arguments) {
		return SampleInstance.start(Sample.quick(this.directory).withArguments(arguments), Leaving.LIMIT);
	}

	private static void awaitRequests(SampleInstance sample, int requests) {
		// One more: the one that asks.
		sample.endpoint()
			.awaitStatus(requests + " requests in flight", Leaving.LIMIT, (status) -> status.requests() > requests);
	}

}
