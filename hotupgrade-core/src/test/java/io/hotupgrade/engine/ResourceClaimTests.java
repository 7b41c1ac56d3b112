package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.PredecessorException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceClaim}.
 */
class ResourceClaimTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private int asked;

	private final ResourceClaim claim = new ResourceClaim(this.scheduler, () -> this.asked++);

	@Test
	void asksOnceThePredecessorHasAnswered() {
		CompletableFuture<Void> granted = this.claim.make();
		assertThat(this.asked).isZero();
		this.claim.welcomed();
		assertThat(this.asked).isEqualTo(1);
		assertThat(this.claim.make()).isSameAs(granted).isNotDone();
		assertThat(this.asked).isEqualTo(1);
		this.claim.grant();
		assertThat(granted).isCompleted();
	}

	@Test
	void asksNobodyUnlessItIsMade() {
		this.claim.welcomed();
		assertThat(this.asked).isZero();
		this.claim.make();
		assertThat(this.asked).isEqualTo(1);
	}

	@Test
	void isGrantedWithoutAPredecessor() {
		this.claim.grant();
		assertThat(this.claim.make()).isCompleted();
		assertThat(this.asked).isZero();
	}

	@Test
	void waitsForTheEndOfAPredecessorThatIsGone() {
		CompletableFuture<Void> granted = this.claim.make();
		CompletableFuture<Void> exit = new CompletableFuture<>();
		this.claim.grantAfter(exit);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(granted).isNotDone();
		exit.complete(null);
		this.scheduler.run();
		assertThat(granted).isCompleted();
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void doesNotWaitForEverForOneThatIsGone() {
		CompletableFuture<Void> granted = this.claim.make();
		this.claim.grantAfter(new CompletableFuture<>());
		this.scheduler.advance(Duration.ofSeconds(5));
		assertThat(granted).isCompleted();
	}

	@Test
	void failsWhenThePredecessorEndsThisProcess() {
		CompletableFuture<Void> granted = this.claim.make();
		this.claim.refuse("2 requests have not ended");
		assertThat(granted).isCompletedExceptionally();
		assertThat(granted.handle((any, failure) -> failure).join()).isInstanceOf(PredecessorException.class)
			.hasMessageContaining("2 requests have not ended");
	}

}
