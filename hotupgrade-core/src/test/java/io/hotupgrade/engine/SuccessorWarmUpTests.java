package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.server.PrivateListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SuccessorWarmUp}.
 */
class SuccessorWarmUpTests {

	private static final WarmUpSettings SETTINGS = new WarmUpSettings(List.of(), 1, WarmUpSettings.Until.COUNT, 10, 5,
			Duration.ofSeconds(30), WarmUpSettings.OnFailure.CONTINUE, false);

	private final Servers servers = new Servers();

	private final AtomicBoolean wanted = new AtomicBoolean(true);

	private final AtomicBoolean listenerClosed = new AtomicBoolean();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final WarmUp endless = (context) -> {
		this.begun.countDown();
		new CountDownLatch(1).await();
	};

	private final SuccessorWarmUp warmUp = new SuccessorWarmUp(this.servers, this.wanted::get);

	@Test
	void runsOnAThreadOfItsOwnAndClosesTheListener() throws Exception {
		this.servers.add(new ServerWithPrivateListener());
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		WarmUpReport report = get(
				this.warmUp.begin(SETTINGS, tasks((context) -> thread.complete(Thread.currentThread()))));
		assertThat(report.state()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).as(report.message()).isZero();
		assertThat(thread.get()).isNotSameAs(Thread.currentThread());
		assertThat(this.listenerClosed).isTrue();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !thread.get().isAlive());
	}

	@Test
	void withoutAServerItIsAFailure() throws Exception {
		WarmUpReport report = get(this.warmUp.begin(SETTINGS, List.of()));
		assertThat(report.failures()).isOne();
		assertThat(report.message()).contains("No server has been started");
	}

	@Test
	void cancelEndsIt() throws Exception {
		this.servers.add(new ServerWithPrivateListener());
		CompletableFuture<WarmUpReport> over = this.warmUp.begin(SETTINGS, tasks(this.endless));
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.warmUp.cancel();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(over::isCancelled);
		assertThat(this.listenerClosed).isTrue();
	}

	@Test
	void cancelBeforeItBeginsKeepsItFromBeginning() {
		this.servers.add(new ServerWithPrivateListener());
		this.warmUp.cancel();
		assertThat(this.warmUp.begin(SETTINGS, tasks(this.endless))).isCancelled();
		assertThat(this.begun.getCount()).isOne();
	}

	@Test
	void endsWhenNobodyWaitsForIt() throws Exception {
		this.servers.add(new ServerWithPrivateListener());
		CompletableFuture<WarmUpReport> over = this.warmUp.begin(SETTINGS, tasks(this.endless));
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.wanted.set(false);
		assertThat(get(over).state()).isEqualTo(State.STOPPED);
	}

	private static List<WarmUpPart> tasks(WarmUp... tasks) {
		return List.of(new WarmUpPart.Tasks(List.of(tasks)));
	}

	private static WarmUpReport get(CompletableFuture<WarmUpReport> over) throws Exception {
		return over.get(10, TimeUnit.SECONDS);
	}

	private final class ServerWithPrivateListener extends TestServer {

		@Override
		public PrivateListener openPrivateListener(boolean recorded) throws IOException {
			return new PrivateListener() {

				@Override
				public InetSocketAddress address() {
					return LISTENER.address();
				}

				@Override
				public Map<String, String> headers() {
					return Map.of();
				}

				@Override
				public void close() {
					SuccessorWarmUpTests.this.listenerClosed.set(true);
				}

			};
		}

	}

}
