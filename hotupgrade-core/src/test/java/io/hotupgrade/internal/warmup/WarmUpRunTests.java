package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpContext;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.server.PrivateListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link WarmUpRun}, which talks to a server that answers as is told.
 */
@Timeout(30)
class WarmUpRunTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final String ERROR = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";

	private TestPrivateServer server;

	@AfterEach
	void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void requestsTakeTurnsAndAreSentAsOftenAsConfigured() throws Exception {
		start((line) -> TestPrivateServer.OK);
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/a", 3, "/b", 1), List.of());
		assertThat(this.server.requests()).map((request) -> request.split(" ")[1])
			.containsExactly("/a", "/b", "/a", "/a");
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.requests()).extracting(WarmUpReport.Requests::request, WarmUpReport.Requests::sent)
			.containsExactly(tuple("GET /a", 3), tuple("GET /b", 1));
		assertThat(report.sent()).isEqualTo(4);
		assertThat(report.failures()).isZero();
		assertThat(report.requests().get(0).firstLatency()).isPositive();
		assertThat(this.server.isClosed()).isTrue();
	}

	@Test
	void concurrentRequestsAreUnderWayAtOnce() throws Exception {
		CyclicBarrier both = new CyclicBarrier(2);
		start((line) -> {
			meet(both);
			return TestPrivateServer.OK;
		});
		WarmUpReport report = run(settings(Until.COUNT, 2, LONG, OnFailure.CONTINUE, "/", 10), List.of());
		assertThat(report.failures()).isZero();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	/**
	 * The clock ticks once for each look at it, so that every request takes equally long.
	 */
	@Test
	void endsWhenTheLatencyHasSettled() throws Exception {
		start((line) -> TestPrivateServer.OK);
		AtomicLong clock = new AtomicLong();
		WarmUpSettings settings = settings(Until.SETTLED, 1, LONG, OnFailure.CONTINUE, "/", 10_000);
		WarmUpReport report = new WarmUpRun(settings, parts(settings, List.of()), this.server, () -> true,
				() -> clock.addAndGet(1000))
			.run();
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.requests().get(0).settled()).isTrue();
		assertThat(report.sent()).isGreaterThanOrEqualTo(settings.window() * (LatencyTrend.PATIENCE + 1))
			.isLessThan(10_000);
	}

	@Test
	void errorsAreCountedAndTheFirstIsNamed() throws Exception {
		start((line) -> line.contains("/bad") ? ERROR : TestPrivateServer.OK);
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/good", 2, "/bad?key=1", 3),
				List.of());
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).isEqualTo(3);
		assertThat(report.requests().get(1).failed()).isEqualTo(3);
		assertThat(report.message()).isEqualTo("GET /bad was answered with 500");
	}

	@Test
	void responsesThatDoNotComeAreCounted() throws Exception {
		start((line) -> "");
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/", 2), List.of());
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).isEqualTo(2);
		assertThat(report.message()).startsWith("GET / was not answered: ");
	}

	@Test
	void firstErrorFailsWhereThatIsWanted() throws Exception {
		start((line) -> ERROR);
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.FAIL, "/", 100), List.of());
		assertThat(report.state()).isEqualTo(State.FAILED);
		assertThat(report.sent()).isEqualTo(1);
	}

	@Test
	void tasksRunInOrderBeforeTheRequests() throws Exception {
		start((line) -> TestPrivateServer.OK);
		List<String> order = new CopyOnWriteArrayList<>();
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/last", 1), List.of((context) -> {
			assertThat(context.send(WarmUpRequest.get("/own"))).isEqualTo(200);
			assertThat(context.remaining()).isPositive().isLessThanOrEqualTo(LONG);
			order.add("first");
		}, (context) -> order.add("second")));
		assertThat(order).containsExactly("first", "second");
		assertThat(this.server.requests()).map((request) -> request.split(" ")[1]).containsExactly("/own", "/last");
		assertThat(report.failures()).as(report.message()).isZero();
	}

	@Test
	void taskThatFailsIsCountedAndTheOthersRun() throws Exception {
		start((line) -> TestPrivateServer.OK);
		AtomicBoolean second = new AtomicBoolean();
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/", 1), List.of((context) -> {
			throw new IllegalStateException("no cache");
		}, (context) -> second.set(true)));
		assertThat(second).isTrue();
		assertThat(report.failures()).isEqualTo(1);
		assertThat(report.message()).contains("no cache");
		assertThat(report.sent()).isEqualTo(1);
	}

	@Test
	void taskThatFailsEndsAllWhereThatIsWanted() throws Exception {
		start((line) -> TestPrivateServer.OK);
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.FAIL, "/", 1), List.of((context) -> {
			throw new NoClassDefFoundError("com/example/Cache");
		}));
		assertThat(report.state()).isEqualTo(State.FAILED);
		assertThat(report.message()).contains("com/example/Cache");
		assertThat(report.sent()).isZero();
	}

	@Test
	void slowResponseDoesNotHoldItBeyondTheLimit() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		start((line) -> {
			await(never);
			return TestPrivateServer.OK;
		});
		WarmUpReport report = run(settings(Until.COUNT, 1, Duration.ofMillis(300), OnFailure.FAIL, "/", 1), List.of());
		never.countDown();
		assertThat(report.state()).isEqualTo(State.TIME_LIMIT);
		assertThat(report.failures()).isZero();
		assertThat(report.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void slowTaskIsInterruptedAtTheLimit() throws Exception {
		start((line) -> TestPrivateServer.OK);
		CompletableFuture<Exception> end = new CompletableFuture<>();
		WarmUpReport report = run(settings(Until.COUNT, 1, Duration.ofMillis(300), OnFailure.FAIL, "/", 1),
				List.of((context) -> {
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						end.complete(ex);
						throw ex;
					}
				}));
		assertThat(report.state()).isEqualTo(State.TIME_LIMIT);
		assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(report.failures()).isZero();
		assertThat(report.sent()).isZero();
	}

	@Test
	void stopsWhenNobodyWaitsForIt() throws Exception {
		AtomicBoolean wanted = new AtomicBoolean(true);
		start((line) -> {
			wanted.set(false);
			return TestPrivateServer.OK;
		});
		WarmUpReport report = run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/", Integer.MAX_VALUE), List.of(),
				wanted::get);
		assertThat(report.state()).isEqualTo(State.STOPPED);
		assertThat(report.failures()).isZero();
		assertThat(this.server.isClosed()).isTrue();
	}

	@Test
	void interruptEndsItAtOnce() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		start((line) -> {
			arrived.countDown();
			await(new CountDownLatch(1));
			return TestPrivateServer.OK;
		});
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/", 1), List.of());
			}
			catch (Exception ex) {
				end.complete(ex);
			}
		});
		thread.start();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(this.server.isClosed()).isTrue();
	}

	@Test
	void listenerThatCannotBeOpenedIsAFailure() throws Exception {
		start((line) -> TestPrivateServer.OK);
		WarmUpTarget broken = new WarmUpTarget() {

			@Override
			public InetSocketAddress publicAddress() {
				return WarmUpRunTests.this.server.publicAddress();
			}

			@Override
			public PrivateListener open(boolean recorded) throws IOException {
				throw new IOException("Too many open files");
			}

		};
		for (OnFailure onFailure : OnFailure.values()) {
			WarmUpSettings settings = settings(Until.COUNT, 1, LONG, onFailure, "/", 1);
			WarmUpReport report = new WarmUpRun(settings, parts(settings, List.of()), broken, () -> true,
					System::nanoTime)
				.run();
			assertThat(report.state()).isEqualTo((onFailure == OnFailure.FAIL) ? State.FAILED : State.FINISHED);
			assertThat(report.message()).contains("Too many open files");
		}
	}

	@Test
	void unexpectedResponseEndsAPartThatWantsThatAndIsNoFailure() throws Exception {
		start((line) -> line.contains("/own") ? ERROR : TestPrivateServer.OK);
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL, "/", 2);
		WarmUpReport report = run(settings, own(LONG, 0), WarmUpPart.Requests.configured(settings));
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).isZero();
		assertThat(report.requests())
			.extracting(WarmUpReport.Requests::source, WarmUpReport.Requests::sent, WarmUpReport.Requests::failed,
					WarmUpReport.Requests::note)
			.containsExactly(tuple("own", 1, 1, "stopped: GET /own was answered with 500"),
					tuple("configured", 2, 0, ""));
	}

	@Test
	void partThatHasHadItsTimeIsFollowedByTheNext() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		start((line) -> {
			if (line.contains("/own")) {
				await(never);
			}
			return TestPrivateServer.OK;
		});
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL, "/", 2);
		WarmUpReport report = run(settings, own(Duration.ofMillis(300), 0), WarmUpPart.Requests.configured(settings));
		never.countDown();
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).as(report.message()).isZero();
		assertThat(report.requests()).extracting(WarmUpReport.Requests::sent).containsExactly(1, 2);
		assertThat(report.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300)).isLessThan(LONG);
	}

	/** A server would log it as an error. */
	@Test
	void requestThatIsUnderWayAtTheLimitOfItsPartIsNotCut() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		start((line) -> {
			await(never, Duration.ofMillis(400));
			return TestPrivateServer.OK;
		});
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL);
		WarmUpReport report = run(settings, own(Duration.ofMillis(100), 0));
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.sent()).isOne();
		assertThat(report.requests().get(0).firstLatency()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
	}

	/**
	 * By a clock that only the server moves. The rest is real.
	 */
	@Test
	void restIsAsLongAsTheResponseTook() throws Exception {
		AtomicLong clock = new AtomicLong();
		start((line) -> {
			clock.addAndGet(Duration.ofMillis(200).toNanos());
			return TestPrivateServer.OK;
		});
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL);
		long begunAt = System.nanoTime();
		WarmUpReport report = new WarmUpRun(settings, List.of(own(LONG, 50)), this.server, () -> true, clock::get)
			.run();
		assertThat(report.sent()).isEqualTo(3);
		assertThat(Duration.ofNanos(System.nanoTime() - begunAt)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void oneThatMayFailIsNotSentAgainAndTheOthersAre() throws Exception {
		start((line) -> line.contains("/gone") ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
				: TestPrivateServer.OK);
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL);
		WarmUpPart.Sending sending = new WarmUpPart.Sending(1, Until.COUNT, 20, 5, LONG, 0,
				WarmUpPart.Expectation.NO_ERROR, WarmUpPart.OnUnexpected.SKIP);
		WarmUpReport report = run(settings,
				new WarmUpPart.Requests("own", List.of(new WarmUpSettings.Repeated(WarmUpRequest.get("/gone"), 5),
						new WarmUpSettings.Repeated(WarmUpRequest.get("/there"), 5)), sending, ""));
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).isZero();
		assertThat(report.requests())
			.extracting(WarmUpReport.Requests::request, WarmUpReport.Requests::sent, WarmUpReport.Requests::failed)
			.containsExactly(tuple("GET /gone", 1, 1), tuple("GET /there", 5, 0));
	}

	@Test
	void partWithoutRequestsSaysWhy() throws Exception {
		start((line) -> TestPrivateServer.OK);
		WarmUpSettings settings = settings(Until.COUNT, 1, LONG, OnFailure.FAIL);
		WarmUpReport report = run(settings,
				new WarmUpPart.Requests("own", List.of(), WarmUpPart.Sending.of(settings), "not sent: because"));
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.requests())
			.extracting(WarmUpReport.Requests::source, WarmUpReport.Requests::sent, WarmUpReport.Requests::note)
			.containsExactly(tuple("own", 0, "not sent: because"));
	}

	@Test
	void contextIsOfNoUseAfterwards() throws Exception {
		start((line) -> TestPrivateServer.OK);
		CompletableFuture<WarmUpContext> kept = new CompletableFuture<>();
		run(settings(Until.COUNT, 1, LONG, OnFailure.CONTINUE, "/", 1), List.of(kept::complete));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> kept.get().send(WarmUpRequest.get("/")));
	}

	private void start(Function<String, String> answers) throws IOException {
		this.server = new TestPrivateServer(answers);
	}

	private WarmUpReport run(WarmUpSettings settings, List<WarmUp> tasks) throws Exception {
		return run(settings, tasks, () -> true);
	}

	private WarmUpReport run(WarmUpSettings settings, List<WarmUp> tasks, BooleanSupplier wanted) throws Exception {
		return new WarmUpRun(settings, parts(settings, tasks), this.server, wanted, System::nanoTime).run();
	}

	private WarmUpReport run(WarmUpSettings settings, WarmUpPart... parts) throws Exception {
		return new WarmUpRun(settings, List.of(parts), this.server, () -> true, System::nanoTime).run();
	}

	private static WarmUpPart own(Duration limit, int rest) {
		return new WarmUpPart.Requests(
				"own", List.of(new WarmUpSettings.Repeated(WarmUpRequest.get("/own"), 3)), new WarmUpPart.Sending(1,
						Until.COUNT, 20, 5, limit, rest, WarmUpPart.Expectation.NO_ERROR, WarmUpPart.OnUnexpected.END),
				"");
	}

	private static List<WarmUpPart> parts(WarmUpSettings settings, List<WarmUp> tasks) {
		return List.of(new WarmUpPart.Tasks(tasks), WarmUpPart.Requests.configured(settings));
	}

	private static WarmUpSettings settings(Until until, int concurrency, Duration timeout, OnFailure onFailure,
			Object... pathsAndCounts) {
		List<WarmUpSettings.Repeated> requests = new ArrayList<>();
		for (int i = 0; i < pathsAndCounts.length; i += 2) {
			requests.add(new WarmUpSettings.Repeated(WarmUpRequest.get((String) pathsAndCounts[i]),
					(Integer) pathsAndCounts[i + 1]));
		}
		return new WarmUpSettings(requests, concurrency, until, 20, 5, timeout, onFailure, false);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		await(latch, Duration.ofSeconds(20));
	}

	private static void await(CountDownLatch latch, Duration limit) {
		try {
			latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
