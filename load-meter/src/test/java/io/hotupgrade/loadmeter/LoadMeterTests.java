package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoadMeterTests {

	private static final String GOOD = MisbehavingServer.response("200 OK", "pid=77 generation=0 version=v1");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** For those who wait for nothing. */
	private static final Duration SHORT = Duration.ofMillis(300);

	private static final int SOME = 10;

	@Test
	void goodAnswersAreOkAndCountedByInstance() throws IOException {
		MeterReport report = outcomeOfNewConnections((socket, input) -> MisbehavingServer.send(socket, GOOD),
				Outcome.OK);
		assertThat(report.lost()).isZero();
		assertThat(report.instances()).containsOnlyKeys("77");
		assertThat(report.instances().get("77").answers()).isEqualTo(report.requests());
	}

	@Test
	void closeWithoutAnswerIsClosedBeforeResponse() throws IOException {
		outcomeOfNewConnections((socket, input) -> socket.close(), Outcome.CLOSED_BEFORE_RESPONSE);
	}

	@Test
	void resetIsReset() throws IOException {
		outcomeOfNewConnections((socket, input) -> reset(socket), Outcome.RESET);
	}

	@Test
	void closeWithinBodyIsClosedInResponse() throws IOException {
		outcomeOfNewConnections((socket, input) -> {
			MisbehavingServer.send(socket, GOOD.substring(0, GOOD.length() - 1));
			socket.close();
		}, Outcome.CLOSED_IN_RESPONSE);
	}

	@Test
	void closeWithinHeadersIsClosedInResponse() throws IOException {
		outcomeOfNewConnections((socket, input) -> {
			MisbehavingServer.send(socket, "HTTP/1.1 200 OK\r\nX-Inst");
			socket.close();
		}, Outcome.CLOSED_IN_RESPONSE);
	}

	@Test
	void closeBetweenChunksIsClosedInResponse() throws IOException {
		outcomeOfNewConnections((socket, input) -> {
			MisbehavingServer.send(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npid=\r\n");
			socket.close();
		}, Outcome.CLOSED_IN_RESPONSE);
	}

	@Test
	void serverErrorIsStatus5xx() throws IOException {
		MeterReport report = outcomeOfNewConnections((socket, input) -> MisbehavingServer.send(socket,
				MisbehavingServer.response("503 Service Unavailable", "")), Outcome.STATUS_5XX);
		assertThat(report.losses().get(0).detail()).isEqualTo("status 503");
		assertThat(report.table()).contains("STATUS_5XX " + report.requests());
	}

	@Test
	void clientErrorIsStatus4xx() throws IOException {
		outcomeOfNewConnections(
				(socket, input) -> MisbehavingServer.send(socket, MisbehavingServer.response("404 Not Found", "")),
				Outcome.STATUS_4XX);
	}

	@Test
	void answerOfAnotherInstanceIsWrongContent() throws IOException {
		outcomeOfNewConnections((socket, input) -> MisbehavingServer.send(socket,
				MisbehavingServer.response("200 OK", "pid=78 generation=0 version=v1")), Outcome.WRONG_CONTENT);
	}

	@Test
	void answerThatIsNoHttpIsWrongContent() throws IOException {
		outcomeOfNewConnections((socket, input) -> MisbehavingServer.send(socket, "220 mail.example.org ESMTP\r\n"),
				Outcome.WRONG_CONTENT);
	}

	@Test
	void silenceIsTimeout() throws IOException {
		outcomeOfNewConnections((socket, input) -> input.read(), Outcome.TIMEOUT);
	}

	@Test
	void answerThatNeverEndsIsTimeout() throws IOException {
		outcomeOfNewConnections((socket, input) -> {
			MisbehavingServer.send(socket, GOOD.substring(0, 20));
			input.read();
		}, Outcome.TIMEOUT);
	}

	@Test
	void closedPortIsConnectRefused() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		MeterReport report = measure(port, new NewConnections(200));
		assertThat(report.count(Outcome.CONNECT_REFUSED)).isEqualTo(report.requests());
		assertThat(report.lost()).isEqualTo(report.requests());
	}

	@Test
	void fullBacklogIsConnectTimeout() throws IOException {
		List<Socket> fillers = new ArrayList<>();
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			// A backlog of 1 takes two connections: listen(2), "backlog".
			for (int i = 0; i < 2; i++) {
				fillers.add(new Socket(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
			}
			MeterReport report = measure(silent.getLocalPort(), new NewConnections(200), SHORT);
			assertThat(report.count(Outcome.CONNECT_TIMEOUT)).isEqualTo(report.requests());
		}
		finally {
			for (Socket filler : fillers) {
				filler.close();
			}
		}
	}

	@Test
	void keptAliveClientsKeepTheirConnection() throws IOException {
		try (MisbehavingServer server = MisbehavingServer
			.start((socket, input) -> MisbehavingServer.send(socket, GOOD))) {
			MeterReport report = measure(server.port(), new KeptAliveClients(2, Duration.ofMillis(5)));
			assertThat(report.count(Outcome.OK)).isEqualTo(report.requests()).isEqualTo(server.requests());
			assertThat(server.connections()).isEqualTo(2);
			assertThat(report.closedIdle()).isZero();
		}
	}

	@Test
	void connectionClosedBetweenRequestsIsNoLoss() throws IOException {
		try (MisbehavingServer server = MisbehavingServer.start((socket, input) -> {
			MisbehavingServer.send(socket, GOOD);
			socket.close();
		})) {
			MeterReport report = measure(server.port(), new KeptAliveClients(2, Duration.ofMillis(200)));
			assertThat(report.lost()).isZero();
			assertThat(report.requests()).isEqualTo(server.requests());
			assertThat(report.closedIdle()).isGreaterThanOrEqualTo(report.requests() - 2);
		}
	}

	@Test
	void connectionThatIsAnnouncedToCloseIsOpenedAnew() throws IOException {
		String last = GOOD.replace("X-Instance", "Connection: close\r\nX-Instance");
		try (MisbehavingServer server = MisbehavingServer
			.start((socket, input) -> MisbehavingServer.send(socket, last))) {
			MeterReport report = measure(server.port(), new KeptAliveClients(2, Duration.ofMillis(5)));
			assertThat(report.lost()).isZero();
			assertThat(report.closedIdle()).isZero();
			assertThat(server.connections()).isEqualTo(server.requests());
		}
	}

	@Test
	void keptAliveConnectionThatDiesUnderARequestIsALossAndNotRetried() throws IOException {
		AtomicInteger requests = new AtomicInteger();
		try (MisbehavingServer server = MisbehavingServer.start((socket, input) -> {
			if (requests.incrementAndGet() % 2 == 0) {
				socket.close();
			}
			else {
				MisbehavingServer.send(socket, GOOD);
			}
		})) {
			MeterReport report = measure(server.port(), new KeptAliveClients(1, Duration.ofMillis(5)));
			assertThat(report.requests()).isEqualTo(server.requests());
			assertThat(report.count(Outcome.CLOSED_BEFORE_RESPONSE)).isEqualTo(server.requests() / 2);
		}
	}

	@Test
	void openLoopCountsAStallFromTheTimeARequestWasDue() throws Exception {
		CountDownLatch stalled = new CountDownLatch(1);
		AtomicInteger requests = new AtomicInteger();
		try (MisbehavingServer server = MisbehavingServer.start((socket, input) -> {
			if (requests.incrementAndGet() > 20) {
				awaitQuietly(stalled);
			}
			MisbehavingServer.send(socket, GOOD);
		}); LoadMeter meter = LoadMeter.start(Target.local(server.port()), LIMIT, new NewConnections(500))) {
			meter.awaitInFlight(NewConnections.KIND, 64, LIMIT);
			stalled.countDown();
			meter.awaitRequests(200, LIMIT);
			MeterReport report = meter.stop();
			assertThat(report.lost()).isZero();
			// 64 clients at 500 a second: the stall lasted for more than 100 ms.
			assertThat(report.latency().max()).isGreaterThan(Duration.ofMillis(100));
			assertThat(report.longestGap()).isGreaterThan(Duration.ofMillis(50));
		}
	}

	@Test
	void pacedClientsCountAStallFromTheTimeARequestWasDue() throws Exception {
		AtomicInteger requests = new AtomicInteger();
		try (MisbehavingServer server = MisbehavingServer.start((socket, input) -> {
			if (requests.incrementAndGet() == 2) {
				stall(Duration.ofMillis(200));
			}
			MisbehavingServer.send(socket, GOOD);
		})) {
			List<MeasuredRequest> observed = new CopyOnWriteArrayList<>();
			try (LoadMeter meter = LoadMeter.start(Target.local(server.port()), LIMIT, observed::add,
					new PacedKeptAliveClients(1, Duration.ofMillis(20)))) {
				meter.awaitRequests(30, LIMIT);
				assertThat(meter.stop().lost()).isZero();
			}
			assertThat(server.connections()).isEqualTo(1);
			// The stalled one and, late by less and less, those that it delayed.
			assertThat(observed.subList(1, 6)).extracting(MeasuredRequest::nanos)
				.isSortedAccordingTo(Comparator.reverseOrder())
				.allMatch((nanos) -> nanos > TimeUnit.MILLISECONDS.toNanos(90));
		}
	}

	@Test
	void closeCutsRequestsInFlightUncounted() throws IOException {
		try (MisbehavingServer server = MisbehavingServer.start((socket, input) -> input.read())) {
			LoadMeter meter = LoadMeter.start(Target.local(server.port()), LIMIT,
					new SlowRequests(3, Duration.ofMillis(10)));
			meter.awaitInFlight(SlowRequests.KIND, 3, LIMIT);
			meter.close();
			assertThat(meter.stop().requests()).isZero();
		}
	}

	@Test
	void meterEndsAtItsLimit() throws IOException {
		try (MisbehavingServer server = MisbehavingServer
			.start((socket, input) -> MisbehavingServer.send(socket, GOOD));
				LoadMeter meter = LoadMeter.start(Target.local(server.port()), Duration.ofMillis(95),
						new NewConnections(100))) {
			assertThatIllegalStateException().isThrownBy(() -> meter.awaitRequests(11, Duration.ofMillis(500)))
				.withMessageContaining("11 requests");
			assertThat(meter.stop().requests()).isBetween(1L, 10L);
		}
	}

	private static MeterReport outcomeOfNewConnections(MisbehavingServer.Behaviour behaviour, Outcome expected)
			throws IOException {
		try (MisbehavingServer server = MisbehavingServer.start(behaviour)) {
			MeterReport report = measure(server.port(), new NewConnections(200),
					(expected == Outcome.TIMEOUT) ? SHORT : LIMIT);
			assertThat(report.count(expected)).as(report::table).isEqualTo(report.requests());
			assertThat(server.requests()).as("requests seen by the server").isEqualTo((int) report.requests());
			assertThat(server.connections()).as("connections seen by the server").isEqualTo((int) report.requests());
			return report;
		}
	}

	private static MeterReport measure(int port, Load load) {
		return measure(port, load, LIMIT);
	}

	private static MeterReport measure(int port, Load load, Duration patience) {
		Target target = Target.local(port).withTimeouts(patience, patience);
		try (LoadMeter meter = LoadMeter.start(target, LIMIT, load)) {
			meter.awaitRequests(SOME, LIMIT);
			return meter.stop();
		}
	}

	private static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	private static void stall(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
