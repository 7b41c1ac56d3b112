package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;

import io.hotupgrade.loadmeter.Uploads.Framing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TransferTests {

	private static final int LENGTH = 100_000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String END = "end count=10 crc=bd58573c\n";

	@Test
	void wholeDownloadIsOk() throws IOException {
		assertOutcome(new Downloads(1, 1), "200 OK", lines(10) + END, Outcome.OK);
	}

	@Test
	void downloadWithoutItsLastLinesIsWrongContent() throws IOException {
		assertOutcome(new Downloads(1, 1), "200 OK", lines(9), Outcome.WRONG_CONTENT);
	}

	@Test
	void downloadWithAnotherChecksumIsWrongContent() throws IOException {
		assertOutcome(new Downloads(1, 1), "200 OK", lines(10) + END.replace("bd", "bc"), Outcome.WRONG_CONTENT);
	}

	@Test
	void downloadWithARepeatedLineIsWrongContent() throws IOException {
		assertOutcome(new Downloads(1, 1), "200 OK", lines(10).replace("line 4\n", "line 4\nline 4\n") + END,
				Outcome.WRONG_CONTENT);
	}

	@Test
	void slowAnswerWithAnotherTextIsWrongContent() throws IOException {
		assertOutcome(new SlowRequests(1, Duration.ofMillis(5)), "200 OK", "slow=6", Outcome.WRONG_CONTENT);
		assertOutcome(new SlowRequests(1, Duration.ofMillis(5)), "200 OK", "slow=5", Outcome.OK);
	}

	@ParameterizedTest
	@EnumSource
	void asynchronousAnswerThatIsIncompleteIsWrongContent(AsyncRequests.Way way) throws IOException {
		String complete = switch (way) {
			case DEFERRED_RESULT, CALLABLE -> "slow=1000";
			case STREAMING_BODY -> lines(10) + END;
			case EVENTS -> lines(10).replace("line", "data:event").replace("\n", "\n\n");
		};
		assertOutcome(new AsyncRequests(way, 1, 1), "200 OK", complete, Outcome.OK);
		assertOutcome(new AsyncRequests(way, 1, 1), "200 OK", complete.substring(1), Outcome.WRONG_CONTENT);
	}

	@ParameterizedTest
	@EnumSource
	void uploadWhoseContentArrivesIsOk(Framing framing) throws IOException {
		MisbehavingServer.Behaviour behaviour = (socket, input) -> {
			CRC32 checksum = new CRC32();
			byte[] body = new UploadReader(input).read(framing, LENGTH);
			checksum.update(body);
			MisbehavingServer.send(socket, MisbehavingServer.response("200 OK",
					"len=%d crc=%08x".formatted(body.length, checksum.getValue())));
		};
		assertOutcome(uploads(framing), behaviour, Outcome.OK);
	}

	@ParameterizedTest
	@EnumSource
	void uploadOfWhichAByteIsMissingIsWrongContent(Framing framing) throws IOException {
		MisbehavingServer.Behaviour behaviour = (socket, input) -> {
			byte[] body = new UploadReader(input).read(framing, LENGTH);
			MisbehavingServer.send(socket,
					MisbehavingServer.response("200 OK", "len=" + (body.length - 1) + " crc=00000000"));
		};
		assertOutcome(uploads(framing), behaviour, Outcome.WRONG_CONTENT);
	}

	@Test
	void uploadThatIsAnsweredBeforeItsEndCountsByItsStatus() throws IOException {
		assertOutcome(uploads(Framing.CHUNKED), (socket, input) -> {
			MisbehavingServer.send(socket, MisbehavingServer.response("503 Service Unavailable", ""));
			socket.shutdownOutput();
			input.readNBytes(LENGTH);
		}, Outcome.STATUS_5XX);
	}

	@Test
	void uploadThatIsResetIsReset() throws IOException {
		assertOutcome(uploads(Framing.CONTENT_LENGTH), (socket, input) -> {
			input.readNBytes(LENGTH / 2);
			socket.setSoLinger(true, 0);
			socket.close();
		}, Outcome.RESET);
	}

	@Test
	void uploadToAServerThatDoesNotReadIsTimeout() throws IOException {
		Uploads large = new Uploads(1, 20_000_000, Duration.ofMillis(20), Framing.CONTENT_LENGTH);
		CountDownLatch over = new CountDownLatch(1);
		assertOutcome(large, (socket, input) -> awaitQuietly(over), Outcome.TIMEOUT);
		over.countDown();
	}

	private static void awaitQuietly(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static Uploads uploads(Framing framing) {
		return new Uploads(1, LENGTH, Duration.ofMillis(20), framing);
	}

	private static void assertOutcome(Load load, String status, String body, Outcome expected) throws IOException {
		assertOutcome(load, (socket, input) -> MisbehavingServer.send(socket, MisbehavingServer.response(status, body)),
				expected);
	}

	private static void assertOutcome(Load load, MisbehavingServer.Behaviour behaviour, Outcome expected)
			throws IOException {
		try (MisbehavingServer server = MisbehavingServer.start(behaviour)) {
			Target target = Target.local(server.port()).withTimeouts(Duration.ofMillis(500), Duration.ofMillis(500));
			try (LoadMeter meter = LoadMeter.start(target, LIMIT, load)) {
				meter.awaitRequests(1, LIMIT);
				MeterReport report = meter.stop();
				assertThat(report.kind(load.kind()).count(expected)).as(report::table).isEqualTo(report.requests());
				assertThat(server.connections()).isEqualTo((int) report.requests());
			}
		}
	}

	private static String lines(int count) {
		StringBuilder lines = new StringBuilder();
		for (int line = 1; line <= count; line++) {
			lines.append("line ").append(line).append('\n');
		}
		return lines.toString();
	}

}
