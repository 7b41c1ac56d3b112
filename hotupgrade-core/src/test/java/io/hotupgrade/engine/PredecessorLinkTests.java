package io.hotupgrade.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import io.hotupgrade.internal.control.PeerRefusal;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.ServerListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PredecessorLink}, with running instances that are connected by real
 * sockets.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PredecessorLinkTests {

	private static final ControlMessage.TakeoverRequest REQUEST = new ControlMessage.TakeoverRequest(1, "shop", 1, "v2",
			List.of(new ServerListener("server:0", new InetSocketAddress(8080))));

	private static final ControlMessage.Welcome WELCOME = new ControlMessage.Welcome(1, "id", 5,
			new InstanceInfo(1, 4, "v1"), List.of(), List.of(), List.of());

	private static final ControlMessage.Refused OTHER = new ControlMessage.Refused(PeerRefusal.OTHER_INSTANCE, "other");

	private static final ControlMessage.Refused NOT_AWAITED = new ControlMessage.Refused(PeerRefusal.NOT_AWAITED,
			"not you");

	@TempDir
	private Path temp;

	private final HastyScheduler scheduler = new HastyScheduler();

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	/** Where a test lets a process accept no connection. */
	private final CountDownLatch accepting = new CountDownLatch(1);

	private final WorkThread connecting = new WorkThread("connect");

	private final PredecessorLink link = new PredecessorLink(this.scheduler, this.connecting, Duration.ofSeconds(20),
			new Recorder());

	private ControlServer first;

	private ControlServer second;

	private final BlockingQueue<TestPeer> peers = new LinkedBlockingQueue<>();

	@BeforeEach
	void open() throws Exception {
		this.first = server("1");
		this.second = server("2");
	}

	@AfterEach
	void close() {
		this.scheduler.execute(this.link::close);
		this.scheduler.close();
		this.accepting.countDown();
		this.connecting.shutdown();
		this.first.close();
		this.second.close();
	}

	private ControlServer server(String name) throws Exception {
		return ControlServer.open(this.temp.resolve(name), (channel) -> {
			TestPeer peer = new TestPeer();
			peer.use(channel);
			this.peers.add(peer);
		});
	}

	private void takeOver() {
		this.scheduler.execute(() -> this.link.takeOver(REQUEST,
				List.of(this.temp.resolve("dead.sock"), this.first.path(), this.second.path())));
	}

	private TestPeer asked() throws Exception {
		TestPeer peer = this.peers.poll(10, TimeUnit.SECONDS);
		assertThat(peer.await(ControlMessage.TakeoverRequest.class)).isEqualTo(REQUEST);
		return peer;
	}

	private static void refuse(TestPeer peer, ControlMessage.Refused refusal) throws Exception {
		peer.send(refusal);
		peer.close();
	}

	@Test
	void takeOverAsksTheNextWhereAnotherWasMeant() throws Exception {
		takeOver();
		refuse(asked(), OTHER);
		asked().send(WELCOME);
		assertThat(this.link.awaitWelcome()).contains(WELCOME);
		assertThat(this.events.poll(10, TimeUnit.SECONDS)).isEqualTo("welcomed");
	}

	@Test
	void takeOverAsksTheNextWhereOneDoesNotAnswer() throws Exception {
		takeOver();
		asked();
		asked().send(WELCOME);
		assertThat(this.link.awaitWelcome()).contains(WELCOME);
	}

	@Test
	void takeOverWhenNobodyIsMeantFindsNobody() throws Exception {
		takeOver();
		refuse(asked(), OTHER);
		refuse(asked(), OTHER);
		assertThat(this.link.awaitWelcome()).isEqualTo(Optional.empty());
		assertThat(this.events).containsExactly("notFound");
	}

	@Test
	void takeOverWhenTheOneThatIsMeantRefusesFails() throws Exception {
		takeOver();
		refuse(asked(), new ControlMessage.Refused(PeerRefusal.UPGRADE_REFUSED, "UPGRADE_IN_PROGRESS: busy"));
		assertThatExceptionOfType(PredecessorException.class).isThrownBy(this.link::awaitWelcome)
			.withMessageContaining("refuses this one as successor: UPGRADE_IN_PROGRESS: busy");
		assertThat(this.events).isEmpty();
	}

	@Test
	void processThatMayHaveInheritedTheTokenIsTheFirstWhereAnotherHasComeWithIt() throws Exception {
		present(new HandOff(this.first.path().toString(), "token", "", false));
		refuse(greeted(), NOT_AWAITED);
		assertThat(this.link.awaitWelcome()).isEqualTo(Optional.empty());
		assertThat(this.events).containsExactly("disowned", "notFound");
	}

	@Test
	void processThatWasLaunchedFailsWhereNobodyAwaitsIt() throws Exception {
		present(new HandOff(this.first.path().toString(), "token", ""));
		refuse(greeted(), NOT_AWAITED);
		assertThatExceptionOfType(PredecessorException.class).isThrownBy(this.link::awaitWelcome)
			.withMessageContaining("refuses this one as successor");
	}

	@Test
	void enginesThreadDoesNotWaitForAProcessThatAcceptsNoConnection() throws Exception {
		this.connecting.execute(() -> awaitUninterrupted(this.accepting));
		takeOver();
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.scheduler.execute(() -> done.complete(this.peers.isEmpty()));
		assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
		this.accepting.countDown();
		asked().send(WELCOME);
		assertThat(this.link.awaitWelcome()).contains(WELCOME);
	}

	@Test
	void connectionThatComesAfterTheEndIsClosed() throws Exception {
		this.connecting.execute(() -> awaitUninterrupted(this.accepting));
		takeOver();
		this.scheduler.execute(this.link::close);
		this.accepting.countDown();
		this.peers.poll(10, TimeUnit.SECONDS).awaitEnd();
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private TestPeer greeted() throws Exception {
		TestPeer peer = this.peers.poll(10, TimeUnit.SECONDS);
		assertThat(peer.await(ControlMessage.Hello.class).pid()).isEqualTo(4711);
		return peer;
	}

	private void present(HandOff handOff) {
		this.scheduler.execute(() -> this.link.connect(handOff, new InstanceInfo(4711, 0, "v2"), "shop"));
	}

	@Test
	void welcomeOfALaterProtocolFails() throws Exception {
		takeOver();
		asked().send(
				new ControlMessage.Welcome(99, "id", 5, new InstanceInfo(1, 4, "v1"), List.of(), List.of(), List.of()));
		assertThatExceptionOfType(PredecessorException.class).isThrownBy(this.link::awaitWelcome)
			.withMessageContaining("speaks protocol 99");
	}

	@Test
	void predecessorThatFallsSilentIsNoticedAndOneThatDies() throws Exception {
		takeOver();
		TestPeer predecessor = asked();
		predecessor.send(WELCOME);
		assertThat(this.events.poll(10, TimeUnit.SECONDS)).isEqualTo("welcomed");
		assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo("silent PT20S");
		predecessor.close();
		String event = this.events.poll(10, TimeUnit.SECONDS);
		while (event.startsWith("silent")) {
			event = this.events.poll(10, TimeUnit.SECONDS);
		}
		assertThat(event).isEqualTo("gone");
	}

	private final class Recorder implements PredecessorLink.Events {

		@Override
		public void notFound() {
			PredecessorLinkTests.this.events.add("notFound");
		}

		@Override
		public void disowned() {
			PredecessorLinkTests.this.events.add("disowned");
		}

		@Override
		public void welcomed(ControlMessage.Welcome welcome) {
			PredecessorLinkTests.this.events.add("welcomed");
		}

		@Override
		public void received(ControlMessage message) {
			PredecessorLinkTests.this.events.add("received");
		}

		@Override
		public void silent(Duration silence) {
			PredecessorLinkTests.this.events.add("silent " + silence);
		}

		@Override
		public void gone() {
			PredecessorLinkTests.this.events.add("gone");
		}

	}

}
