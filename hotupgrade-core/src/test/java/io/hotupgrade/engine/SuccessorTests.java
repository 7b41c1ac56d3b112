package io.hotupgrade.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.StateHandover;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.control.UpgradeText;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import io.hotupgrade.state.StateLimits;
import io.hotupgrade.state.TestState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Successor} whose predecessor cannot be reached.
 */
class SuccessorTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Instance instance = new Instance(new InstanceInfo(4711, 0, "v2"), 3);

	private final Servers servers = new Servers();

	private final StateExchange state = new StateExchange(() -> Path.of("unused"));

	private PredecessorLink.Events events;

	private final Successor successor = new Successor(this.instance, this.servers,
			new ListenerSteering(this.servers, TestSteering::new), this.scheduler,
			new WorkHandover(this.scheduler, Runnable::run, true),
			new TakeoverEntry(ControlSettings.DEFAULTS, this.instance.info()), this::link, Duration.ofMinutes(2),
			() -> {
			}, () -> {
			}, new RequestMeter(), true, new RequestLearning(), new SessionExchange(() -> Path.of("unused")),
			this.state);

	@TempDir
	private Path temp;

	private PredecessorLink link(PredecessorLink.Events told) {
		this.events = told;
		return new PredecessorLink(this.scheduler, Runnable::run, Duration.ofSeconds(10), told);
	}

	private void launchedBy(long pid) {
		UpgradeInProgress upgrade = new UpgradeInProgress("4c1d", new InstanceInfo(pid, 4, "v1"), this.scheduler,
				false);
		upgrade.enter(UpgradePhase.LAUNCHING);
		launchedWith(UpgradeText.write(upgrade.record()));
	}

	private void launchedWith(String upgrade) {
		this.successor.present(new HandOff(this.temp.resolve("1.sock").toString(), "token", upgrade), "shop");
		assertThat(this.successor.isAwaited()).isTrue();
		this.scheduler.run();
		assertThat(this.successor.state()).isEqualTo(Succession.State.ALONE);
	}

	private static long deadProcess() throws Exception {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		return process.pid();
	}

	@Test
	void upgradeWhosePredecessorDiedBeforeAWordIsRememberedOnceThePortsAreBound() throws Exception {
		launchedBy(deadProcess());
		assertThat(this.instance.history()).isEmpty();
		this.successor.bound();
		this.successor.bound();
		assertThat(this.instance.history()).hasSize(1);
		UpgradeRecord remembered = this.instance.history().get(0);
		assertThat(remembered.id()).isEqualTo("4c1d");
		assertThat(remembered.phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(remembered.ending().outcome()).contains(UpgradeOutcome.SUCCEEDED);
		assertThat(remembered.ending().reason()).contains(FailureReason.PREDECESSOR_DIED);
		assertThat(remembered.ending().message()).contains("ended before this instance could speak to it");
		assertThat(remembered.identity().successor()).isEqualTo(new InstanceInfo(4711, 5, "v2"));
		assertThat(remembered.ending().endedAt()).isEqualTo(Optional.of(this.scheduler.now()));
	}

	@Test
	void predecessorThatCannotBeReachedAndLivesIsNotCalledDead() {
		launchedBy(ProcessHandle.current().pid());
		this.successor.bound();
		assertThat(this.instance.history()).isEmpty();
		assertThat(this.instance.info().generation()).isEqualTo(5);
	}

	@Test
	void processThatWasStartedForARehearsalDoesNotComeInOnItsOwn() {
		UpgradeInProgress rehearsal = new UpgradeInProgress("4c1d", new InstanceInfo(1, 4, "v1"), this.scheduler, true);
		HandOff handOff = new HandOff(this.temp.resolve("1.sock").toString(), "token",
				UpgradeText.write(rehearsal.record()));
		this.successor.present(handOff, "shop");
		this.scheduler.run();
		assertThat(this.successor.state()).isNotEqualTo(Succession.State.ALONE);
		LaunchedEntry entry = new LaunchedEntry(handOff, "shop");
		assertThatExceptionOfType(PredecessorException.class)
			.isThrownBy(() -> entry.enter(this.successor, "server:0", TestServer.LISTENER.address()))
			.withMessageContaining("rehearsal");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 8080, 127.0.0.1:8080", "0.0.0.0, 8080, 0.0.0.0:8080", "127.0.0.1, 0, 127.0.0.1:8080",
			"127.0.0.2, 8080, ", "127.0.0.1, 8081, " })
	void portIsSharedOnlyAtAnAddressThatTakesTheSameConnections(String host, int port, String shared) {
		ControlMessage.Welcome welcome = new ControlMessage.Welcome(ControlMessage.PROTOCOL, "4c1d", 1,
				new InstanceInfo(1, 0, "v1"), List.of(TestServer.LISTENER), List.of(), List.of());
		assertThat(SharedAddress.find(welcome, TestServer.LISTENER.name(), new InetSocketAddress(host, port))
			.map((address) -> address.getHostString() + ":" + address.getPort()))
			.isEqualTo(Optional.ofNullable(shared));
	}

	@Test
	void stateIsTakenWhenItIsReleasedAndGivenBackUnlessThePredecessorIsAboutToLeave() {
		StateLimits limits = new StateLimits(1000, Duration.ofSeconds(20));
		TestState before = new TestState("counters", StateHandover.Moment.RELEASED, "7");
		TestState here = new TestState("counters", StateHandover.Moment.RELEASED, "");
		StateExchange predecessor = new StateExchange(() -> this.temp);
		predecessor.use(limits, List.of(before));
		this.state.use(limits, List.of(here));
		Invitation invitation = predecessor.invite().orElseThrow();
		try {
			this.events.received(new ControlMessage.State(invitation.socket().toString(), invitation.key()));
			predecessor.release();
			this.events.received(new ControlMessage.StateReleased());
			assertThat(here.text).isEqualTo("7");
			here.text = "8";
			UpgradeInProgress upgrade = new UpgradeInProgress("4c1d", new InstanceInfo(1, 4, "v1"), this.scheduler,
					false);
			upgrade.enter(UpgradePhase.PROBATION);
			this.events.received(new ControlMessage.Progress(upgrade.record()));
			this.state.giveBack();
			assertThat(before.text).isEqualTo("8");
			this.events.received(new ControlMessage.StateReleased());
			here.text = "9";
			upgrade.enter(UpgradePhase.DRAINING);
			this.events.received(new ControlMessage.Progress(upgrade.record()));
			this.state.giveBack();
			assertThat(before.text).isEqualTo("8");
		}
		finally {
			predecessor.uninvite();
		}
	}

	@Test
	void successorThatIsRolledBackTellsSinceWhenItDoesNoWork() throws Exception {
		try (TestPeer peer = new TestPeer(); ControlServer server = ControlServer.open(this.temp, peer::use)) {
			this.successor.present(new HandOff(server.path().toString(), "token", ""), "shop");
			this.scheduler.run();
			peer.await(ControlMessage.Hello.class);
			this.events.received(new ControlMessage.WorkReleased(0));
			this.scheduler.advance(Duration.ofSeconds(3));
			this.events.received(new ControlMessage.RolledBack("enough"));
			this.scheduler.run();
			assertThat(peer.await(ControlMessage.WorkReleased.class)).isEqualTo(new ControlMessage.WorkReleased(3000));
		}
	}

	@Test
	void launchByAReleaseThatPassesNoUpgradeStartsAsTheFirst() {
		launchedWith("");
		this.successor.bound();
		assertThat(this.instance.history()).isEmpty();
		assertThat(this.instance.info().generation()).isZero();
	}

}
