package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.LaunchPriority;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.Takeover;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UpgradeEngine} with a real socket, and successors that are real
 * processes and no good.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpgradeEngineTests {

	@TempDir
	private Path temp;

	private final BlockingQueue<UpgradeRecord> ended = new LinkedBlockingQueue<>();

	private UpgradeEngine engine;

	private ServerSocketChannel listener;

	private void create(String... command) throws IOException {
		this.engine = UpgradeEngine.create(settings(List.of(command)), () -> {
		});
		this.engine.addListener(new UpgradeListener() {

			@Override
			public void ended(UpgradeRecord upgrade) {
				UpgradeEngineTests.this.ended.add(upgrade);
			}

		});
	}

	private EngineSettings settings(List<String> command) {
		LaunchSettings launch = new LaunchSettings(Optional.empty(), command, List.of(), List.of(), Map.of(), List.of(),
				LaunchPriority.LOW, Optional.empty(), Optional.of(0L), PrepareSettings.NONE);
		ControlSettings control = new ControlSettings(Optional.of(this.temp.resolve("c")), Duration.ofSeconds(10),
				Takeover.NEVER, this.temp.getFileName().toString());
		return new EngineSettings("v1", Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(30),
				new DrainSettings(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO), launch, control, true,
				new ShiftSettings(ShiftPlan.INSTANT, GuardSettings.DEFAULTS), 3, false);
	}

	private void serve() throws IOException {
		this.listener = ServerSocketChannel.open();
		try (ListenerPlan plan = this.engine.plan("server:0",
				new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			this.listener.setOption(StandardSocketOptions.SO_REUSEPORT, plan.reusePort());
			this.listener.bind(plan.address());
		}
		InetSocketAddress address = (InetSocketAddress) this.listener.getLocalAddress();
		this.engine.register(new TestServer() {

			@Override
			public List<ServerListener> listeners() {
				return List.of(new ServerListener("server:0", address));
			}

		});
		this.engine.started();
		this.engine.ready();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isReady);
	}

	/** It is said on the engine's thread, behind which this waits. */
	private boolean isReady() {
		try {
			this.engine.abort();
			return false;
		}
		catch (UpgradeRefusedException ex) {
			return ex.getReason() == RefusalReason.NOTHING_TO_ABORT;
		}
	}

	@AfterEach
	void close() throws IOException {
		if (this.engine != null) {
			this.engine.close();
		}
		if (this.listener != null) {
			this.listener.close();
		}
	}

	private UpgradeRecord ended() throws InterruptedException {
		return this.ended.poll(60, TimeUnit.SECONDS);
	}

	@Test
	void instanceThatIsNotReadyRefuses() throws Exception {
		create("false");
		assertThatExceptionOfType(UpgradeRefusedException.class)
			.isThrownBy(() -> this.engine.upgrade(UpgradeRequest.asConfigured()))
			.satisfies((refusal) -> assertThat(refusal.getReason()).isEqualTo(RefusalReason.NOT_READY));
		assertThat(this.engine.isAwaited()).isFalse();
		assertThat(this.engine.hasPredecessor()).isFalse();
	}

	@Test
	void successorThatEndsIsNamedAndTheNextMayFollow() throws Exception {
		create("false");
		serve();
		for (int i = 1; i <= 2; i++) {
			UpgradeRecord begun = this.engine.upgrade(UpgradeRequest.asConfigured());
			assertThat(ended().id()).isEqualTo(begun.id());
			assertThat(this.engine.status().state()).isEqualTo(UpgradePhase.SERVING);
			assertThat(this.engine.status().upgrade()).isEmpty();
			assertThat(this.engine.status().history()).hasSize(i);
		}
	}

	@Test
	void abortByAListenerEndsTheSuccessor() throws Exception {
		create("sleep", "60");
		this.engine.addListener(new UpgradeListener() {

			@Override
			public void phaseChanged(UpgradeRecord upgrade) {
				if (upgrade.identity().successor().pid() != 0 && upgrade.ending().reason().isEmpty()) {
					UpgradeEngineTests.this.engine.abort();
				}
			}

		});
		serve();
		this.engine.upgrade(UpgradeRequest.asConfigured());
		UpgradeRecord aborted = ended();
		assertThat(aborted.ending().outcome()).contains(UpgradeOutcome.ABORTED);
		assertThat(aborted.ending().reason()).contains(FailureReason.ABORT_REQUESTED);
		assertThat(ProcessHandle.of(aborted.identity().successor().pid()).filter(ProcessHandle::isAlive)).isEmpty();
	}

	@Test
	void stopEndsTheSuccessorAndDrains() throws Exception {
		create("sleep", "60");
		serve();
		this.engine.upgrade(UpgradeRequest.asConfigured());
		CutTraffic cut = this.engine.drain();
		assertThat(cut.connections()).isEqualTo(7);
		assertThat(this.engine.drain()).isSameAs(cut);
		assertThat(ended().ending().reason()).contains(FailureReason.PREDECESSOR_STOPPED);
		assertThat(this.engine.status().state()).isEqualTo(UpgradePhase.DRAINING);
		assertThatExceptionOfType(UpgradeRefusedException.class)
			.isThrownBy(() -> this.engine.upgrade(UpgradeRequest.asConfigured()))
			.satisfies((refusal) -> assertThat(refusal.getReason()).isEqualTo(RefusalReason.STOPPING));
	}

	@Test
	void clientsAreTakenLeaveOfThoughTheEngineIsBusy() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch drained = new CountDownLatch(1);
		create("sleep", "2");
		serve();
		this.engine.addListener(new UpgradeListener() {

			@Override
			public void phaseChanged(UpgradeRecord upgrade) {
				busy.countDown();
				await(drained);
			}

		});
		CompletableFuture<UpgradeRecord> begun = CompletableFuture
			.supplyAsync(() -> this.engine.upgrade(UpgradeRequest.asConfigured()));
		await(busy);
		assertThat(this.engine.drain().connections()).isEqualTo(7);
		drained.countDown();
		assertThat(begun.get(60, TimeUnit.SECONDS).id()).isEqualTo(ended().id());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
