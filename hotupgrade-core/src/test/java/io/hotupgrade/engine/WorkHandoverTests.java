package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.HandoverSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkHandover}.
 */
class WorkHandoverTests {

	private static final Duration LIMIT = Duration.ofSeconds(7);

	private static final HandoverSettings EXCLUSIVE = new HandoverSettings(true, LIMIT);

	private static final Instant RELEASED = Instant.ofEpochSecond(99);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestWork work = new TestWork();

	@Test
	void workOfAnAwaitedInstanceStartsWhenItIsReleased() {
		WorkHandover handover = create(true);
		this.work.run();
		assertThat(this.work.calls).isEmpty();
		handover.release(RELEASED);
		this.work.run();
		assertThat(this.work.calls).containsExactly("start");
		assertThat(this.work.startedSince).isEqualTo(RELEASED);
	}

	@Test
	void whatTheWorkBeginsWithComesBeforeItsStartEvenIfItFails() {
		WorkHandover handover = create(true);
		handover.beforeStart(() -> {
			this.work.calls.add("state");
			throw new IllegalStateException("on purpose");
		});
		handover.release(RELEASED);
		assertThat(this.work.calls).as("on the thread of the work").isEmpty();
		this.work.run();
		assertThat(this.work.calls).containsExactly("state", "start");
	}

	@Test
	void releaseBeforeTheWorkIsKnownStartsItThen() {
		WorkHandover handover = new WorkHandover(this.scheduler, this.work, true);
		handover.release(RELEASED);
		handover.use(this.work, EXCLUSIVE);
		this.work.run();
		assertThat(this.work.calls).containsExactly("start");
		assertThat(this.work.startedSince).isEqualTo(RELEASED);
	}

	@Test
	void releaseCountsOnce() {
		WorkHandover handover = create(true);
		handover.release(RELEASED);
		handover.stop();
		handover.release(RELEASED);
		this.work.run();
		assertThat(this.work.calls).containsExactly("start", "stop");
	}

	@Test
	void releaseAfterWaitsForTheEndOfTheProcess() {
		WorkHandover handover = create(true);
		CompletableFuture<Void> exit = new CompletableFuture<>();
		handover.releaseAfter(exit);
		this.scheduler.advance(LIMIT.minusSeconds(1));
		this.work.run();
		assertThat(this.work.calls).isEmpty();
		exit.complete(null);
		this.scheduler.run();
		this.work.run();
		assertThat(this.work.calls).containsExactly("start");
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void releaseAfterDoesNotWaitForEver() {
		WorkHandover handover = create(true);
		handover.releaseAfter(new CompletableFuture<>());
		this.scheduler.advance(LIMIT);
		this.work.run();
		assertThat(this.work.calls).containsExactly("start");
		assertThat(this.work.startedSince).isEqualTo(Instant.EPOCH);
	}

	@Test
	void stopIsDoneWhenTheWorkIsOver() {
		WorkHandover handover = create(false);
		CompletableFuture<Void> stopped = handover.stop();
		this.scheduler.run();
		assertThat(stopped).isNotDone();
		this.work.run();
		assertThat(stopped).isNotDone();
		this.scheduler.run();
		assertThat(stopped).isDone();
		assertThat(handover.stop()).isSameAs(stopped);
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void stopGivesUpAtTheLimit() {
		CompletableFuture<Void> stopped = create(false).stop();
		this.scheduler.advance(LIMIT.minusNanos(1));
		assertThat(stopped).isNotDone();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(stopped).isDone();
	}

	@Test
	void stopThatFailsIsDoneAsWell() {
		this.work.failure = new IllegalStateException("broken");
		CompletableFuture<Void> stopped = create(false).stop();
		this.work.run();
		this.scheduler.run();
		assertThat(stopped).isCompleted();
	}

	@Test
	void awaitedWorkThatIsStoppedNeverStarts() {
		WorkHandover handover = create(true);
		handover.stop();
		handover.releaseAfter(CompletableFuture.completedFuture(null));
		handover.release(RELEASED);
		this.scheduler.advance(Duration.ofHours(1));
		this.work.run();
		assertThat(this.work.calls).containsExactly("stop");
	}

	@Test
	void sinceWhenNobodyWorksIsToldOnceTheWorkHasStopped() {
		List<Instant> told = new ArrayList<>();
		WorkHandover handover = create(false);
		handover.onStopped(told::add);
		this.work.stoppedAt = Instant.EPOCH.plusMillis(30);
		handover.stop();
		handover.stop();
		assertThat(told).isEmpty();
		this.work.run();
		this.scheduler.run();
		assertThat(told).containsExactly(Instant.EPOCH.plusMillis(30));
	}

	@Test
	void sinceWhenNobodyWorksIsToldOfWorkThatDoesNotEnd() {
		List<Instant> told = new ArrayList<>();
		WorkHandover handover = create(false);
		handover.onStopped(told::add);
		handover.stop();
		this.scheduler.advance(LIMIT);
		this.work.run();
		this.scheduler.run();
		assertThat(told).containsExactly(Instant.EPOCH);
	}

	@Test
	void whoNeverHadTheWorkDoesNotTellSinceWhenNobodyWorks() {
		List<Instant> told = new ArrayList<>();
		WorkHandover handover = create(true);
		handover.onStopped(told::add);
		handover.stop();
		this.work.run();
		this.scheduler.run();
		assertThat(told).isEmpty();
	}

	@Test
	void resumeStartsOnlyWhatWasStopped() {
		WorkHandover handover = create(false);
		this.work.run();
		this.work.calls.clear();
		handover.resume(RELEASED);
		this.work.run();
		assertThat(this.work.calls).isEmpty();
		handover.stop();
		handover.resume(RELEASED);
		this.work.run();
		assertThat(this.work.calls).containsExactly("stop", "start");
	}

	private WorkHandover create(boolean awaitsPredecessor) {
		WorkHandover handover = new WorkHandover(this.scheduler, this.work, awaitsPredecessor);
		handover.use(this.work, EXCLUSIVE);
		return handover;
	}

}
