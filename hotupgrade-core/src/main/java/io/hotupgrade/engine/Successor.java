package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.jspecify.annotations.Nullable;

/**
 * This instance in its role as successor, from its start until its predecessor is gone.
 * Used on the engine's thread only, except where said otherwise.
 */
final class Successor implements Descent {

	private final Instance instance;

	private final Servers servers;

	private final ListenerSteering steering;

	private final EngineScheduler scheduler;

	private final Entry entry;

	private final PredecessorLink link;

	private final TrafficReporter reporter;

	private final OwnUpgrade own = new OwnUpgrade();

	private final Succession succession = new Succession();

	private final PredecessorLoss loss;

	private final ResourceClaim claim;

	private @Nullable PrivateListener entrance;

	/**
	 * Creates a successor that does not know its predecessor yet.
	 * @param instance this instance
	 * @param servers its servers
	 * @param steering steers their listeners
	 * @param scheduler the engine's thread
	 * @param work the background work of this instance
	 * @param entry how it comes to its predecessor
	 * @param link makes the connection to it
	 * @param patience how long the predecessor may be silent before this instance, not
	 * having taken over, gives up: so long that no predecessor that is well would still
	 * wait
	 * @param exit begins to leave this process
	 * @param onAlone called when the predecessor has left the ports
	 * @param meter counts its requests
	 * @param measures whether the predecessor is told of them
	 * @param learning takes what the predecessor has learned
	 * @param sessions takes part in what the predecessor shares
	 * @param state comes for what the predecessor has
	 */
	Successor(Instance instance, Servers servers, ListenerSteering steering, EngineScheduler scheduler,
			WorkHandover work, Entry entry, Function<PredecessorLink.Events, PredecessorLink> link, Duration patience,
			Runnable exit, Runnable onAlone, RequestMeter meter, boolean measures, RequestLearning learning,
			SessionExchange sessions, StateExchange state) {
		this.instance = instance;
		this.servers = servers;
		this.steering = steering;
		this.scheduler = scheduler;
		this.entry = entry;
		work.onStopped((since) -> send(new ControlMessage.WorkReleased(since.toEpochMilli())));
		this.reporter = new TrafficReporter(servers, meter, measures, scheduler, this::send);
		Settling settling = new Settling(steering, scheduler, onAlone);
		this.claim = new ResourceClaim(scheduler, () -> send(new ControlMessage.ResourcesWanted()));
		this.loss = new PredecessorLoss(this.succession, instance, this.own, work, this.claim, this.reporter, settling,
				scheduler, exit);
		this.succession.whenAlone(this::closeEntrance);
		PredecessorSilence silence = new PredecessorSilence(this.succession, patience, this::send, exit);
		this.link = link.apply(new PredecessorNews(this.succession, instance, this.own, work, this.reporter, settling,
				silence, this.loss, this.claim, scheduler, learning, sessions, state));
	}

	/**
	 * Tells how this process stands. May be called from any thread.
	 * @return the state
	 */
	Succession.State state() {
		return this.succession.state();
	}

	@Override
	public boolean isAwaited() {
		return this.succession.state().isUncommitted();
	}

	@Override
	public boolean isHeir() {
		return this.succession.isHeir();
	}

	@Override
	public boolean isRolledBack() {
		return this.succession.is(Succession.State.ROLLED_BACK);
	}

	@Override
	public boolean isSole() {
		return this.succession.is(Succession.State.ALONE);
	}

	@Override
	public void begin() {
		this.entry.begin(this);
	}

	/**
	 * Presents itself to the process that has launched this one. May be called from any
	 * thread.
	 */
	void present(HandOff handOff, String application) {
		this.succession.enter(Succession.State.AWAITED);
		this.scheduler.execute(() -> {
			this.own.launchedWith(handOff.upgrade());
			this.link.connect(handOff, this.instance.info(), application);
		});
	}

	/**
	 * Asks others to let this instance take over. May be called from any thread.
	 */
	void apply(TakeoverEntry.Search search) {
		this.succession.enter(Succession.State.AWAITED);
		this.scheduler.execute(() -> this.link.takeOver(search.request(), search.sockets()));
	}

	/**
	 * Waits for the predecessor's answer. May be called from any thread but the engine's.
	 * @return the answer; empty if there is no predecessor after all
	 * @throws IOException if the predecessor refuses this process, or hangs
	 */
	Optional<ControlMessage.Welcome> awaitWelcome() throws IOException {
		return this.link.awaitWelcome();
	}

	@Override
	public Optional<InetSocketAddress> sharedAddress(String name, InetSocketAddress requested) throws IOException {
		return this.entry.enter(this, name, requested).flatMap((answer) -> SharedAddress.find(answer, name, requested));
	}

	@Override
	public void bound() {
		this.loss.bound();
		send(new ControlMessage.Bound(this.servers.listeners()));
		tellNames();
	}

	@Override
	public void tellNames() {
		if (!this.instance.names().isEmpty()) {
			send(new ControlMessage.Names(this.instance.names()));
		}
	}

	@Override
	public void warmUp(WarmUpReport report) {
		send(new ControlMessage.WarmUp(report));
	}

	/**
	 * One that takes over by itself has no predecessor before it binds a port.
	 */
	@Override
	public CompletableFuture<Void> claimResources() {
		boolean first = !isAwaited() && !isHeir();
		return first ? CompletableFuture.completedFuture(null) : this.claim.make();
	}

	@Override
	public void entrance(PrivateListener listener) {
		if (!isAwaited()) {
			listener.close();
			return;
		}
		this.entrance = listener;
		send(ControlMessage.RequestEntrance.of(new Entrance(listener.address(), listener.headers())));
	}

	/**
	 * Not on the engine's thread: a server may take its time.
	 */
	private void closeEntrance() {
		PrivateListener open = this.entrance;
		this.entrance = null;
		if (open != null) {
			Thread closing = new Thread(open::close, "hotupgrade-entrance");
			closing.setDaemon(true);
			closing.start();
		}
	}

	/**
	 * Others may want to take over from this instance soon, and the next one may come in.
	 */
	@Override
	public void ready(Runnable preparation) {
		send(new ControlMessage.Ready());
		preparation.run();
		this.entry.close();
	}

	@Override
	public void failed(FailureReason reason, String message) {
		send(new ControlMessage.Failed(reason, message));
	}

	@Override
	public void abort() {
		send(new ControlMessage.AbortRequested());
	}

	@Override
	public void proceed(int step) {
		send(new ControlMessage.ContinueRequested(step));
	}

	@Override
	public void stop() {
		this.succession.stops();
		if (!this.succession.state().isRevocable()) {
			return;
		}
		send(new ControlMessage.Stopping());
		if (!isPredecessorDraining()) {
			this.steering.toFirst();
		}
	}

	@Override
	public boolean isAlone() {
		return isSole() || this.succession.is(Succession.State.COMMITTED) && isPredecessorDraining();
	}

	private boolean isPredecessorDraining() {
		UpgradeRecord running = this.instance.running();
		return running == null || running.phase() == UpgradePhase.DRAINING;
	}

	@Override
	public void close() {
		this.reporter.stop();
		closeEntrance();
		this.link.close();
		this.entry.close();
	}

	private void send(ControlMessage message) {
		if (!isSole()) {
			this.link.send(message);
		}
	}

}
