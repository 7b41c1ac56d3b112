package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceSnapshot}: what other threads see, at whatever moment of the
 * engine's work they look.
 */
class InstanceSnapshotTests {

	private static final int UPGRADES = 200_000;

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final List<InstanceSnapshot> seen = new ArrayList<>();

	/**
	 * Phases are limited in time at their very beginning, so that is a moment to look.
	 */
	private final ManualScheduler scheduler = new ManualScheduler() {

		@Override
		public Runnable schedule(Runnable task, Duration delay) {
			look();
			return super.schedule(task, delay);
		}

	};

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor() {

		@Override
		public List<String> lastOutput() {
			look();
			return super.lastOutput();
		}

		@Override
		public void close() {
			look();
			super.close();
		}

	};

	private Predecessor predecessor;

	@BeforeEach
	void createPredecessor() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		this.predecessor = new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel),
				this.successor, PredecessorTests.SETTINGS, this.scheduler, this::look,
				new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
	}

	private void look() {
		this.seen.add(this.instance.snapshot());
	}

	private void commit() {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
	}

	@Test
	void phaseOfAnUpgradeIsSeenOnlyTogetherWithTheUpgrade() {
		commit();
		this.successor.does(new SuccessorExited("exit code 137"));
		commit();
		this.scheduler.advance(Duration.ofMillis(30_200));
		this.predecessor.drained(CutTraffic.NONE);
		look();
		assertThat(this.seen).extracting(InstanceSnapshot::phase)
			.contains(UpgradePhase.SERVING, UpgradePhase.PROBATION, UpgradePhase.DRAINING);
		assertThat(this.seen).allSatisfy((snapshot) -> assertThat(snapshot.running().isPresent())
			.isEqualTo(snapshot.phase() != UpgradePhase.SERVING && snapshot.history().records().size() < 2));
	}

	/** The engine's thread against one that asks for the status all the time. */
	@Test
	void upgradeIsEitherRunningOrInTheHistory() throws Exception {
		this.instance.progress(upgrade(0));
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Integer> missing = CompletableFuture.supplyAsync(() -> countMissing(over));
		for (int i = 1; i <= UPGRADES; i++) {
			this.instance.ended(this.instance.running());
			this.instance.progress(upgrade(i));
		}
		over.set(true);
		assertThat(missing.get(30, TimeUnit.SECONDS)).isZero();
	}

	private UpgradeRecord upgrade(int number) {
		return new UpgradeInProgress(String.valueOf(number), this.instance.info(), this.scheduler, false).record();
	}

	private int countMissing(AtomicBoolean over) {
		int missing = 0;
		int last = 0;
		while (!over.get()) {
			InstanceSnapshot snapshot = this.instance.snapshot();
			UpgradeRecord seen = snapshot.running().orElseGet(() -> snapshot.history().records().get(0));
			int number = Integer.parseInt(seen.id());
			missing += (number < last) ? 1 : 0;
			last = number;
		}
		return missing;
	}

	/** It decides by that whether there is somebody to give the traffic back to. */
	@Test
	void successorThatIsToldToStopKnowsItsUpgrade() {
		UpgradeRecord upgrade = upgrade(1);
		this.instance.progress(upgrade);
		this.predecessor.stop();
		assertThat(this.instance.running()).isEqualTo(upgrade);
		this.instance.ended(upgrade);
		assertThat(this.instance.snapshot().phase()).isEqualTo(UpgradePhase.DRAINING);
	}

	@Test
	void listenerMayBeginTheNextUpgradeWhenItHearsOfTheEnd() {
		AtomicBoolean first = new AtomicBoolean(true);
		this.instance.addListener(new UpgradeListener() {

			@Override
			public void ended(UpgradeRecord upgrade) {
				if (first.getAndSet(false)) {
					InstanceSnapshotTests.this.predecessor.begin(UpgradeRequest.asConfigured());
				}
			}

		});
		commit();
		this.successor.does(new SuccessorExited("exit code 1"));
		assertThat(this.instance.running()).isNotNull();
		assertThat(this.instance.running().phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(this.successor.launches).isEqualTo(2);
		this.successor.does(new SuccessorExited("exit code 1"));
		assertThat(this.instance.snapshot().phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(this.instance.history()).hasSize(2);
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void listenerMayAbortAnUpgradeThatEntersAPhase() {
		this.instance.addListener(new UpgradeListener() {

			@Override
			public void phaseChanged(UpgradeRecord upgrade) {
				if (upgrade.phase() == UpgradePhase.PROBATION && upgrade.ending().reason().isEmpty()) {
					InstanceSnapshotTests.this.predecessor.abort("enough");
				}
			}

		});
		commit();
		assertThat(this.successor.sentTypes()).containsSubsequence("Committed", "RolledBack");
		this.successor.does(new SuccessorExited(""));
		assertThat(this.instance.snapshot().phase()).isEqualTo(UpgradePhase.SERVING);
	}

}
