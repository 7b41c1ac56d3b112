package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.hotupgrade.FailureReason;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.AdoptedProcess;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.RequestMeter;

/**
 * This instance in its role as successor, from its start until its predecessor is gone.
 * Used on the engine's thread only, except where said otherwise.
 */
final class Successor implements Descent {

	private static final EngineLog logger = EngineLog.of(Successor.class);

	/** A process that dies closes its channel a moment before it is gone. */
	private static final Duration DEATH_GRACE = Duration.ofSeconds(1);

	private final Instance instance;

	private final Servers servers;

	private final Settling settling;

	private final ListenerSteering steering;

	private final EngineScheduler scheduler;

	private final WorkHandover work;

	private final Entry entry;

	private final Duration patience;

	private final Runnable exit;

	private final PredecessorLink link;

	private final TrafficReporter reporter;

	private final OwnUpgrade own = new OwnUpgrade();

	private volatile State state = State.ALONE;

	private long predecessorPid;

	private boolean stopping;

	private boolean silent;

	private volatile boolean heir;

	/** Launched by a process that could not be reached. */
	private boolean orphan;

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
	 */
	Successor(Instance instance, Servers servers, ListenerSteering steering, EngineScheduler scheduler,
			WorkHandover work, Entry entry, Function<PredecessorLink.Events, PredecessorLink> link, Duration patience,
			Runnable exit, Runnable onAlone, RequestMeter meter, boolean measures) {
		this.instance = instance;
		this.servers = servers;
		this.steering = steering;
		this.scheduler = scheduler;
		this.work = work;
		this.entry = entry;
		this.patience = patience;
		this.exit = exit;
		this.settling = new Settling(steering, scheduler, onAlone);
		this.link = link.apply(new Events());
		this.reporter = new TrafficReporter(servers, meter, measures, scheduler, this::send);
	}

	/**
	 * Where this process stands in relation to its predecessor.
	 */
	enum State {

		/** It has no traffic, and the predecessor waits for it. */
		AWAITED,

		/** Some new connections come here, and the others go to the predecessor. */
		SHARING,

		/** All new connections come here, and the predecessor is still there. */
		COMMITTED,

		/** The predecessor took the traffic back and ends this process. */
		ROLLED_BACK,

		/** There is no predecessor any more. */
		ALONE

	}

	/**
	 * Tells how this process stands. May be called from any thread.
	 * @return the state
	 */
	State state() {
		return this.state;
	}

	@Override
	public boolean isAwaited() {
		return this.state == State.AWAITED || this.state == State.SHARING;
	}

	@Override
	public boolean isHeir() {
		return this.heir;
	}

	@Override
	public boolean isRolledBack() {
		return this.state == State.ROLLED_BACK;
	}

	@Override
	public boolean isSole() {
		return this.state == State.ALONE;
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
		this.state = State.AWAITED;
		this.scheduler.execute(() -> {
			this.own.launchedWith(handOff.upgrade());
			this.link.connect(handOff, this.instance.info(), application);
		});
	}

	/**
	 * Asks others to let this instance take over. May be called from any thread.
	 */
	void apply(TakeoverEntry.Search search) {
		this.state = State.AWAITED;
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
		return this.entry.enter(this, name, requested).flatMap((answer) -> sharedAddress(answer, name, requested));
	}

	/**
	 * Finds the predecessor's listener of the same name or address.
	 * @param answer the predecessor's answer
	 * @param name the listener's name
	 * @param requested the address that configuration asks for
	 * @return the address that both share; empty if the predecessor has no such listener,
	 * so that the port must be free
	 */
	static Optional<InetSocketAddress> sharedAddress(ControlMessage.Welcome answer, String name,
			InetSocketAddress requested) {
		return answer.listeners()
			.stream()
			.filter((listener) -> (requested.getPort() != 0) ? overlap(listener.address(), requested)
					: listener.name().equals(name))
			.findFirst()
			.map((listener) -> new InetSocketAddress(requested.getAddress(), listener.address().getPort()));
	}

	/** At two addresses of its own each, one port belongs to two. */
	private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
		return one.getPort() == other.getPort() && (one.getAddress().isAnyLocalAddress()
				|| other.getAddress().isAnyLocalAddress() || one.getAddress().equals(other.getAddress()));
	}

	@Override
	public void bound() {
		if (this.orphan) {
			rememberAsOrphan();
		}
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
		this.stopping = true;
		boolean hasTraffic = this.state == State.SHARING || this.state == State.COMMITTED;
		if (!hasTraffic) {
			return;
		}
		send(new ControlMessage.Stopping());
		if (!isPredecessorDraining()) {
			this.steering.toFirst();
		}
	}

	@Override
	public boolean isAlone() {
		return this.state == State.ALONE || this.state == State.COMMITTED && isPredecessorDraining();
	}

	private boolean isPredecessorDraining() {
		UpgradeRecord running = this.instance.running();
		return running == null || running.phase() == UpgradePhase.DRAINING;
	}

	@Override
	public void close() {
		this.reporter.stop();
		this.link.close();
		this.entry.close();
	}

	private void send(ControlMessage message) {
		if (this.state != State.ALONE) {
			this.link.send(message);
		}
	}

	/**
	 * The predecessor has gone on, or has news of what both have got.
	 */
	private void shifted(ShiftStatus shift) {
		int before = this.instance.shiftStep();
		if (this.state == State.AWAITED) {
			this.state = State.SHARING;
			logger.info("This instance (generation {}, pid {}) gets its first connections",
					this.instance.info().generation(), this.instance.info().pid());
		}
		this.instance.shifted(shift);
		if (shift.step() != before) {
			this.reporter.report();
		}
	}

	private void committed() {
		this.state = State.COMMITTED;
		new Attempts().run(HandOff::restoreOutput).run(HandOff::restorePriority).end();
		logger.info("This instance (generation {}, pid {}) serves all new connections",
				this.instance.info().generation(), this.instance.info().pid());
	}

	/**
	 * Whatever the predecessor had in mind: one that has died cannot serve.
	 */
	private void predecessorGone() {
		Attempts attempts = new Attempts();
		if (this.state != State.ROLLED_BACK) {
			attempts.run(() -> this.work.releaseAfter(predecessorExit()));
		}
		if (this.state == State.ROLLED_BACK && !this.stopping) {
			this.scheduler.schedule(this::leaveOrServe, DEATH_GRACE);
		}
		else if (this.state != State.ALONE && !this.stopping) {
			attempts.run(this::serveAlone);
		}
		attempts.end();
	}

	/**
	 * The predecessor has let go of a process that it wants ended. If it is well, it has
	 * just not been able to see or signal this process, as behind a script.
	 */
	private void leaveOrServe() {
		if (this.stopping) {
			return;
		}
		if (AdoptedProcess.isRunning(this.predecessorPid)) {
			this.exit.run();
		}
		else {
			serveAlone();
		}
	}

	private void orphaned(UpgradeRecord begun) {
		this.orphan = true;
		this.heir = true;
		this.instance.inherit(begun.identity().successor().generation(), List.of(), List.of());
		logger.warn(
				"The predecessor (pid {}), which has launched this instance, cannot be reached; this instance "
						+ "(generation {}) serves alone if the ports are free",
				begun.identity().predecessor().pid(), begun.identity().successor().generation());
	}

	/**
	 * The ports are bound, so nobody else has them. Before, it could not be told whether
	 * only the control socket was missing.
	 */
	private void rememberAsOrphan() {
		this.orphan = false;
		long pid = this.own.begun().orElseThrow().identity().predecessor().pid();
		if (!AdoptedProcess.isRunning(pid)) {
			remember(("The predecessor (pid %d) ended before this instance could speak to it; this instance serves "
					+ "alone and does not know of earlier upgrades")
				.formatted(pid));
		}
	}

	private void remember(String message) {
		this.own.endedAlone(this.instance.running(), this.instance.info(), message, this.scheduler.now())
			.ifPresent(this.instance::ended);
	}

	/**
	 * Whatever goes wrong on the way: nobody else serves.
	 */
	private void serveAlone() {
		State before = this.state;
		this.state = State.ALONE;
		Attempts attempts = new Attempts().run(this.reporter::stop);
		if (before == State.AWAITED || before == State.SHARING) {
			attempts.run(HandOff::restoreOutput).run(HandOff::restorePriority);
		}
		attempts
			.run(() -> logger.warn("The predecessor is gone before its time; this instance goes on and serves alone"))
			.run(this.settling::begin)
			.run(() -> this.work.resume(this.scheduler.now()))
			.run(() -> this.work.releaseAfter(predecessorExit()))
			.run(this::rememberDeath)
			.end();
	}

	private void rememberDeath() {
		UpgradeRecord running = this.instance.running();
		remember("The predecessor's process (pid %d) ended%s, before it had reported that it was drained"
			.formatted(this.predecessorPid, (running != null) ? " in phase " + running.phase() : ""));
	}

	private CompletableFuture<?> predecessorExit() {
		CompletableFuture<?> over = CompletableFuture.completedFuture(null);
		return AdoptedProcess.of(this.predecessorPid).<CompletableFuture<?>>map(AdoptedProcess::onExit).orElse(over);
	}

	/**
	 * One that has taken over serves on, whatever becomes of the predecessor, and so does
	 * one that shares with it. One that has no traffic stands by for a while, since the
	 * predecessor may go on or die.
	 */
	private void predecessorSilent(Duration silence) {
		if (!this.silent) {
			this.silent = true;
			logger.warn("Nothing was heard of the predecessor (pid {}) for {} s: it hangs or is stopped. {}",
					this.predecessorPid, silence.toSeconds(),
					(this.state == State.COMMITTED) ? "This instance serves all new connections"
							: "If it stays so, end it with 'kill -9 %d'; this instance then serves"
								.formatted(this.predecessorPid));
		}
		if (this.state == State.AWAITED && !this.stopping && silence.compareTo(this.patience) >= 0) {
			failed(FailureReason.PREDECESSOR_UNRESPONSIVE,
					"Nothing was heard of the predecessor for %d s, so the successor has given up"
						.formatted(silence.toSeconds()));
			this.exit.run();
			this.stopping = true;
		}
	}

	private void progressed(UpgradeRecord upgrade) {
		if (upgrade.phase() == UpgradePhase.DRAINING) {
			this.reporter.stop();
		}
		this.instance.progress(upgrade);
	}

	private final class Events implements PredecessorLink.Events {

		@Override
		public void disowned() {
			Successor.this.own.disown();
		}

		@Override
		public void notFound() {
			HandOff.restoreOutput();
			HandOff.restorePriority();
			Successor.this.state = State.ALONE;
			Successor.this.own.begun()
				.ifPresentOrElse(Successor.this::orphaned,
						() -> logger.info("This instance has no predecessor and starts as the first"));
			Successor.this.work.release(Successor.this.scheduler.now());
		}

		@Override
		public void welcomed(ControlMessage.Welcome answer) {
			Successor.this.heir = true;
			Successor.this.predecessorPid = answer.predecessor().pid();
			Successor.this.instance.inherit(answer.generation(), answer.command(), answer.history());
			Successor.this.own.welcomed(answer, Successor.this.instance.info(), Successor.this.scheduler.now());
			logger.info("This is generation {}, the successor of pid {}", answer.generation(),
					answer.predecessor().pid());
		}

		@Override
		public void received(ControlMessage message) {
			Successor.this.silent = false;
			if (message instanceof ControlMessage.Progress progress) {
				progressed(progress.upgrade());
			}
			else if (message instanceof ControlMessage.Shifted shifted) {
				shifted(shifted.shift());
			}
			else if (message instanceof ControlMessage.Committed) {
				committed();
			}
			else if (message instanceof ControlMessage.RolledBack rolledBack) {
				Successor.this.state = State.ROLLED_BACK;
				Successor.this.reporter.stop();
				Successor.this.work.stop();
				logger.warn("The predecessor serves on and ends this process: {}", rolledBack.message());
			}
			else if (message instanceof ControlMessage.Names names) {
				Successor.this.instance.otherIsNamed(names.names());
			}
			else if (message instanceof ControlMessage.Released) {
				Successor.this.settling.begin();
			}
			else if (message instanceof ControlMessage.WorkReleased released) {
				Successor.this.work.release(Instant.ofEpochMilli(released.since()));
			}
			else if (message instanceof ControlMessage.Drained drained) {
				Successor.this.state = State.ALONE;
				Successor.this.reporter.stop();
				Successor.this.instance.ended(drained.upgrade());
			}
		}

		@Override
		public void silent(Duration silence) {
			predecessorSilent(silence);
		}

		@Override
		public void gone() {
			predecessorGone();
		}

	}

}
