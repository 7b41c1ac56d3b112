package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Predecessor} where the start of its successor is prepared.
 */
class PredecessorPreparationTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final Source source = new Source();

	private Predecessor predecessor;

	@BeforeEach
	void begin() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		this.predecessor = new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel),
				this.successor, PredecessorTests.SETTINGS, this.scheduler, () -> {
				}, new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
		UpgradeRecord begun = this.predecessor.begin(this.source);
		assertThat(begun.phase()).isEqualTo(UpgradePhase.PREPARING);
	}

	private UpgradeRecord running() {
		return this.instance.snapshot().running().orElseThrow();
	}

	private UpgradeRecord.Ending lastEnding() {
		return this.instance.history().get(0).ending();
	}

	@Test
	void preparationIsNotPartOfTheTimeForTheLaunch() {
		this.scheduler.advance(LONG);
		assertThat(running().phase()).isEqualTo(UpgradePhase.PREPARING);
		this.source.done.accept("It is prepared");
		assertThat(running().phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(running().progress().timings()).containsEntry(UpgradePhase.PREPARING, LONG);
		assertThat(running().progress().remark()).isEqualTo("It is prepared");
		this.scheduler.advance(PredecessorTests.SETTINGS.launchTimeout());
		assertThat(running().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
	}

	@Test
	void abortEndsThePreparationAndLaunchesNothing() {
		this.predecessor.abort();
		assertThat(this.source.stopped).isTrue();
		assertThat(lastEnding().outcome()).contains(UpgradeOutcome.ABORTED);
		this.source.done.accept("It is prepared");
		assertThat(this.source.provided).isFalse();
		assertThat(this.instance.snapshot().running()).isEmpty();
	}

	@Test
	void stopEndsThePreparation() {
		this.predecessor.stop();
		assertThat(this.source.stopped).isTrue();
		assertThat(lastEnding().reason()).contains(FailureReason.PREDECESSOR_STOPPED);
	}

	@Test
	void outcomeOfAnEarlierUpgradeIsNotTakenForThatOfTheNext() {
		Consumer<String> earlier = this.source.done;
		this.predecessor.abort();
		this.predecessor.begin(this.source);
		earlier.accept("It is prepared");
		assertThat(running().phase()).isEqualTo(UpgradePhase.PREPARING);
	}

	@Test
	void remarkStaysInTheHistory() {
		this.source.done.accept("It is prepared");
		this.successor.does(new Bound());
		this.predecessor.abort();
		this.successor.does(new UpgradeEvent.SuccessorExited("gone"));
		assertThat(this.instance.history().get(0).progress().remark()).contains("It is prepared");
	}

	private final class Source implements SuccessorSource {

		private Consumer<String> done;

		private boolean stopped;

		private boolean provided;

		@Override
		public SuccessorLink provide(UpgradeRecord upgrade, SuccessorLink.Events events) {
			this.provided = true;
			PredecessorPreparationTests.this.successor.events = events;
			return PredecessorPreparationTests.this.successor;
		}

		@Override
		public boolean isPreparing() {
			return true;
		}

		@Override
		public void prepare(Consumer<String> whenDone) {
			this.done = whenDone;
		}

		@Override
		public void stopPreparing(String why) {
			this.stopped = true;
		}

	}

}
