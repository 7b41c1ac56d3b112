package io.hotupgrade.autoconfigure.exclusive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.RequestTally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestGate}.
 */
class RequestGateTests {

	private static final Entrance ENTRANCE = new Entrance(
			new InetSocketAddress(InetAddress.getLoopbackAddress(), 40123), Map.of());

	private final RequestGate gate = new RequestGate(false);

	@Test
	void requestPassesAnOpenGateAndIsWaitedForUntilItLeaves() throws Exception {
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.SERVE);
		this.gate.hold();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isEqualTo(1);
		this.gate.leave();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
		assertThat(this.gate.tally()).isEqualTo(RequestTally.NONE);
	}

	@Test
	void requestThatWaitsCountsAsInsideWhenItIsLetThrough() throws Exception {
		this.gate.hold();
		CompletableFuture<Passage> waiting = this.gate.enter();
		assertThat(waiting).isNotDone();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
		this.gate.open();
		assertThat(waiting).isCompletedWithValue(Passage.SERVE);
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isEqualTo(1);
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(1, 0, 0));
	}

	@Test
	void requestsAreSentOnThatWaitAndThatComeLater() {
		this.gate.hold();
		CompletableFuture<Passage> waiting = this.gate.enter();
		this.gate.sendOn(ENTRANCE);
		assertThat(waiting).isCompletedWithValue(Passage.sendOn(ENTRANCE));
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.sendOn(ENTRANCE));
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(1, 2, 0));
	}

	@Test
	void requestThatMeetsNobodyWaitsForWhatComesNext() {
		this.gate.hold();
		this.gate.sendOn(ENTRANCE);
		this.gate.enter();
		CompletableFuture<Passage> back = this.gate.turnBack(ENTRANCE);
		assertThat(back).isNotDone();
		assertThat(this.gate.enter()).as("nobody else tries").isNotDone();
		this.gate.hold();
		assertThat(back).as("what is said already changes nothing").isNotDone();
		this.gate.open();
		assertThat(back).isCompletedWithValue(Passage.SERVE);
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(2, 0, 0));
	}

	@Test
	void requestThatMeetsNobodyAnyMoreIsServedWhereTheGateIsOpenAgain() {
		this.gate.sendOn(ENTRANCE);
		this.gate.enter();
		this.gate.open();
		assertThat(this.gate.turnBack(ENTRANCE)).isCompletedWithValue(Passage.SERVE);
	}

	@Test
	void nobodyWaitsWhereNothingComesBack() {
		this.gate.hold();
		CompletableFuture<Passage> waiting = this.gate.enter();
		this.gate.refuse();
		assertThat(waiting).isCompletedWithValue(Passage.REFUSE);
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.REFUSE);
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(1, 0, 2));
	}

	@Test
	void gateThatRefusesLetsNobodyWait() {
		RequestGate refusing = new RequestGate(true);
		refusing.hold();
		assertThat(refusing.enter()).isCompletedWithValue(Passage.REFUSE);
		refusing.open();
		assertThat(refusing.enter()).isCompletedWithValue(Passage.SERVE);
	}

	@Test
	void whatBecomesOfARequestThatIsGoneDoesNotCount() throws Exception {
		this.gate.hold();
		this.gate.forget(this.gate.enter());
		assertThat(this.gate.refuse(this.gate.enter())).isEqualTo(Passage.REFUSE);
		this.gate.sendOn(ENTRANCE);
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(2, 0, 1));
		this.gate.hold();
		this.gate.forget(this.gate.enter());
		this.gate.open();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

}
