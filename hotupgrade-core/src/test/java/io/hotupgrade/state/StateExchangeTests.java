package io.hotupgrade.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.hotupgrade.StateHandover;
import io.hotupgrade.StateHandover.Moment;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.internal.control.Invitation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StateExchange}: two instances in one process.
 */
@Timeout(30)
class StateExchangeTests {

	private static final StateLimits LIMITS = new StateLimits(1_000_000, Duration.ofSeconds(20));

	private static final StateLimits HASTY = new StateLimits(1_000_000, Duration.ofSeconds(1));

	@TempDir
	private Path directory;

	private final TestState before = new TestState("counters", Moment.RELEASED, "7");

	private final TestState after = new TestState("counters", Moment.RELEASED, "");

	private final TestState copied = new TestState("cache", Moment.COPIED, "warm");

	private final TestState copy = new TestState("cache", Moment.COPIED, "");

	private StateExchange predecessor;

	private StateExchange successor;

	@BeforeEach
	void createInstances() {
		this.predecessor = new StateExchange(() -> this.directory);
		this.successor = new StateExchange(() -> this.directory);
	}

	@AfterEach
	void close() {
		this.predecessor.uninvite();
		assertThat(this.directory).isEmptyDirectory();
	}

	private void invite(StateLimits limits, List<StateHandover> there, List<StateHandover> here) {
		this.predecessor.use(limits, there);
		this.successor.use(limits, here);
		this.successor.invited(this.predecessor.invite().orElseThrow());
	}

	@Test
	void copiesComeFirstAndWhatIsReleasedWhenItIs() {
		this.before.version = 3;
		invite(LIMITS, List.of(this.before, this.copied), List.of(this.copy, this.after));
		this.successor.copy();
		assertThat(this.copy.text).isEqualTo("warm");
		assertThat(this.after.text).isEmpty();
		assertThat(this.predecessor.release()).isTrue();
		assertThat(this.predecessor.release()).as("a second time").isFalse();
		this.successor.take();
		assertThat(this.after.text).isEqualTo("7");
		assertThat(this.after.readVersion).isEqualTo(3);
		awaitReceipt(new StateReceipt(2, 0, 0, 0, 5));
	}

	@Test
	void whatIsNotReleasedIsNotGiven() {
		invite(LIMITS, List.of(this.before), List.of(this.after));
		this.successor.take();
		assertThat(this.after.text).isEmpty();
	}

	@Test
	void whatOnlyOneInstanceKnowsIsLeftOut() {
		TestState gone = new TestState("gone", Moment.RELEASED, "old");
		TestState fresh = new TestState("fresh", Moment.RELEASED, "new");
		invite(LIMITS, List.of(gone, this.before), List.of(fresh, this.after));
		this.predecessor.release();
		this.successor.take();
		assertThat(this.after.text).isEqualTo("7");
		assertThat(fresh.text).isEqualTo("new");
		awaitReceipt(new StateReceipt(1, 0, 1, 0, 1));
	}

	@Test
	void instanceWithoutStateInvitesNobody() {
		this.predecessor.use(LIMITS, List.of());
		assertThat(this.predecessor.invite()).isEmpty();
		assertThat(this.predecessor.release()).isFalse();
		this.successor.use(LIMITS, List.of(this.after));
		this.successor.copy();
		this.successor.take();
		assertThat(this.after.text).isEmpty();
	}

	@Test
	void stateThatCannotBeWrittenCostsThatState() {
		TestState broken = new TestState("broken", Moment.RELEASED, "") {

			@Override
			public void write(OutputStream out) throws IOException {
				out.write(new byte[100_000]);
				throw new IllegalStateException("on purpose");
			}

		};
		TestState half = new TestState("broken", Moment.RELEASED, "mine");
		invite(LIMITS, List.of(broken, this.before), List.of(half, this.after));
		this.predecessor.release();
		this.successor.take();
		assertThat(half.text).as("not half of it").isEqualTo("mine");
		assertThat(this.after.text).isEqualTo("7");
		awaitReceipt(new StateReceipt(1, 0, 0, 1, 100_001));
	}

	@Test
	void stateThatCannotBeReadCostsThatState() {
		TestState picky = new TestState("large", Moment.RELEASED, "mine") {

			@Override
			public void read(InputStream in, int version) throws IOException {
				in.read();
				throw new IOException("not this version");
			}

		};
		TestState large = new TestState("large", Moment.RELEASED, "x".repeat(300_000));
		invite(LIMITS, List.of(large, this.before), List.of(picky, this.after));
		this.predecessor.release();
		this.successor.take();
		assertThat(picky.text).isEqualTo("mine");
		assertThat(this.after.text).isEqualTo("7");
		awaitReceipt(new StateReceipt(1, 0, 0, 1, 300_001));
	}

	@Test
	void stateBeyondTheLimitIsBrokenOff() {
		TestState large = new TestState("large", Moment.RELEASED, "x".repeat(1_000_001));
		TestState largest = new TestState("largest", Moment.RELEASED, "x".repeat(1_000_000));
		TestState there = new TestState("large", Moment.RELEASED, "mine");
		TestState whole = new TestState("largest", Moment.RELEASED, "");
		invite(LIMITS, List.of(large, largest), List.of(there, whole));
		this.predecessor.release();
		this.successor.take();
		assertThat(there.text).isEqualTo("mine");
		assertThat(whole.text).hasSize(1_000_000);
		await().untilAsserted(() -> assertThat(this.predecessor.receipt().handedOver()).isEqualTo(1));
		assertThat(this.predecessor.receipt().failed()).isEqualTo(1);
	}

	@Test
	void writerThatHangsIsGivenUp() {
		CountDownLatch over = new CountDownLatch(1);
		TestState hanging = new TestState("hanging", Moment.RELEASED, "") {

			@Override
			public void write(OutputStream out) throws IOException {
				hang(over);
			}

		};
		invite(HASTY, List.of(hanging), List.of(new TestState("hanging", Moment.RELEASED, "mine")));
		this.predecessor.release();
		this.successor.take();
		assertThat(this.predecessor.receipt().failed()).isEqualTo(1);
		over.countDown();
	}

	@Test
	void readerThatHangsIsGivenUp() {
		CountDownLatch over = new CountDownLatch(1);
		TestState hanging = new TestState("counters", Moment.RELEASED, "") {

			@Override
			public void read(InputStream in, int version) throws IOException {
				hang(over);
			}

		};
		invite(HASTY, List.of(this.before), List.of(hanging));
		this.predecessor.release();
		this.successor.take();
		this.predecessor.awaitTaken();
		assertThat(this.predecessor.receipt().failed()).isEqualTo(1);
		over.countDown();
	}

	private static void hang(CountDownLatch over) throws IOException {
		try {
			over.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Test
	void whatWasTakenIsGivenBackInARollback() {
		TestState forGood = new TestState("forGood", Moment.RELEASED, "old");
		forGood.comesBack = false;
		invite(LIMITS, List.of(this.before, this.copied, forGood),
				List.of(this.after, this.copy, new TestState("forGood", Moment.RELEASED, "")));
		this.successor.copy();
		this.predecessor.release();
		this.successor.take();
		this.after.version = 2;
		this.after.text = "8";
		this.copy.text = "hot";
		this.successor.giveBack();
		assertThat(this.before.text).isEqualTo("8");
		assertThat(this.before.readVersion).isEqualTo(2);
		assertThat(this.copied.text).isEqualTo("warm");
		assertThat(forGood.text).isEqualTo("old");
		awaitReceipt(new StateReceipt(3, 1, 0, 0, 9));
	}

	@Test
	void whatWasNotTakenOrIsKeptIsNotGivenBack() {
		invite(LIMITS, List.of(this.before), List.of(this.after));
		this.successor.copy();
		this.after.text = "8";
		this.successor.giveBack();
		assertThat(this.before.text).isEqualTo("7");
		this.predecessor.release();
		this.successor.take();
		this.after.text = "9";
		this.successor.keep();
		this.successor.giveBack();
		assertThat(this.before.text).isEqualTo("7");
	}

	@Test
	void instanceThatEndsWaitsUntilItsStateIsTaken() {
		invite(LIMITS, List.of(this.before), List.of(this.after));
		this.predecessor.awaitTaken();
		this.successor.copy();
		this.predecessor.release();
		CompletableFuture<Void> ending = CompletableFuture.runAsync(this.predecessor::awaitTaken);
		assertThat(ending).isNotDone();
		this.successor.take();
		ending.join();
		assertThat(this.after.text).isEqualTo("7");
	}

	@Test
	void nobodyWithoutTheKeyGetsAny() {
		this.predecessor.use(LIMITS, List.of(this.before));
		this.successor.use(LIMITS, List.of(this.after));
		Invitation invitation = this.predecessor.invite().orElseThrow();
		assertThat(Files.exists(invitation.socket())).isTrue();
		this.predecessor.release();
		this.successor.invited(new Invitation(invitation.socket(), "0".repeat(32)));
		this.successor.take();
		assertThat(this.after.text).isEmpty();
		assertThat(this.predecessor.receipt()).isEqualTo(StateReceipt.NONE);
	}

	@Test
	void eachUpgradeIsCountedAnew() {
		invite(LIMITS, List.of(this.before), List.of(this.after));
		this.predecessor.release();
		this.successor.take();
		await().until(() -> this.predecessor.receipt().handedOver() == 1);
		this.predecessor.invite();
		assertThat(this.predecessor.receipt()).isEqualTo(StateReceipt.NONE);
		assertThat(this.predecessor.release()).isTrue();
	}

	@Test
	void twoStatesOfOneNameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.predecessor.use(LIMITS, List.of(this.before, this.after)))
			.withMessageContaining("'counters'")
			.withMessageContaining("give each a name of its own");
	}

	private void awaitReceipt(StateReceipt expected) {
		await().untilAsserted(() -> assertThat(this.predecessor.receipt()).isEqualTo(expected));
	}

}
