package io.hotupgrade.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.ServerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance in its role as successor, from its start until its predecessor is gone.
 * Used on the engine's thread only, except where said otherwise.
 */
final class Successor {

	private static final Logger logger = LoggerFactory.getLogger(Successor.class);

	/** Starting the native library of the control channel on a busy machine included. */
	private static final Duration WELCOME_LIMIT = Duration.ofSeconds(20);

	private static final Duration SETTLE_POLL = Duration.ofMillis(20);

	private final Instance instance;

	private final Servers servers;

	private final ListenerSteering steering;

	private final Scheduler scheduler;

	private final WorkHandover work;

	/** Completed with an empty value if there is no predecessor after all. */
	private final CompletableFuture<Optional<ControlMessage.Welcome>> welcome = new CompletableFuture<>();

	private ControlChannel channel;

	private volatile State state = State.AWAITED;

	Successor(Instance instance, Servers servers, ListenerSteering steering, Scheduler scheduler, WorkHandover work) {
		this.instance = instance;
		this.servers = servers;
		this.steering = steering;
		this.scheduler = scheduler;
		this.work = work;
	}

	/**
	 * Where this process stands in relation to its predecessor.
	 */
	enum State {

		/** It has no traffic, and the predecessor waits for it. */
		AWAITED,

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

	void connect(HandOff handOff) {
		try {
			this.channel = ControlChannel.connect(Path.of(handOff.socket()));
			this.channel.start(new Events());
			this.channel.send(new ControlMessage.Hello(ControlMessage.PROTOCOL, handOff.token(),
					this.instance.info().pid(), this.instance.info().version()));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("No predecessor at {}, so this instance starts as the first: {}", handOff.socket(),
					ex.toString());
			this.state = State.ALONE;
			this.work.release(this.scheduler.now());
			this.welcome.complete(Optional.empty());
		}
	}

	/**
	 * Finds the predecessor's listener of the same name or address. May be called from
	 * any thread but the engine's; waits for the predecessor's answer.
	 * @param name the listener's name
	 * @param requested the address that configuration asks for
	 * @return the address that both share; empty if the predecessor has no such listener
	 * @throws IOException if the predecessor refuses this process
	 */
	Optional<InetSocketAddress> sharedAddress(String name, InetSocketAddress requested) throws IOException {
		return awaitWelcome().flatMap((answer) -> sharedAddress(answer.listeners(), name, requested));
	}

	private static Optional<InetSocketAddress> sharedAddress(List<ServerListener> theirs, String name,
			InetSocketAddress requested) {
		return theirs.stream()
			.filter((listener) -> (requested.getPort() != 0) ? listener.address().getPort() == requested.getPort()
					: listener.name().equals(name))
			.findFirst()
			.map((listener) -> new InetSocketAddress(requested.getAddress(), listener.address().getPort()));
	}

	private Optional<ControlMessage.Welcome> awaitWelcome() throws IOException {
		try {
			return this.welcome.get(WELCOME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BindException("Interrupted while waiting for the predecessor");
		}
		catch (TimeoutException ex) {
			throw new BindException("The predecessor did not answer within " + WELCOME_LIMIT);
		}
		catch (ExecutionException ex) {
			throw new BindException(ex.getCause().getMessage());
		}
	}

	void bound() {
		send(new ControlMessage.Bound(this.servers.listeners()));
	}

	void ready() {
		send(new ControlMessage.Ready());
	}

	void failed(FailureReason reason, String message) {
		send(new ControlMessage.Failed(reason, message));
	}

	void requestAbort() {
		send(new ControlMessage.AbortRequested());
	}

	/**
	 * This instance is told to stop. If the predecessor is still ready to take the
	 * traffic, it gets it at once.
	 */
	void stop() {
		if (this.state != State.COMMITTED || isPredecessorDraining()) {
			return;
		}
		send(new ControlMessage.Stopping());
		this.steering.toFirst();
	}

	/**
	 * Whether this process is the only one that serves its ports.
	 * @return {@code false} while the predecessor could do so, too
	 */
	boolean isAlone() {
		return this.state == State.ALONE || this.state == State.COMMITTED && isPredecessorDraining();
	}

	private boolean isPredecessorDraining() {
		UpgradeRecord running = this.instance.running();
		return running == null || running.phase() == UpgradePhase.DRAINING;
	}

	void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	private void send(ControlMessage message) {
		if (this.channel == null || this.state == State.ALONE) {
			return;
		}
		try {
			this.channel.send(message);
		}
		catch (IOException ex) {
			logger.debug("The predecessor cannot be reached", ex);
		}
	}

	private void received(ControlMessage message) {
		if (message instanceof ControlMessage.Welcome answer) {
			welcomed(answer);
		}
		else if (message instanceof ControlMessage.Refused refused) {
			this.welcome
				.completeExceptionally(new IOException("The predecessor refuses this process: " + refused.message()));
		}
		else if (message instanceof ControlMessage.Progress progress) {
			this.instance.progress(progress.upgrade());
		}
		else if (message instanceof ControlMessage.Committed) {
			committed();
		}
		else if (message instanceof ControlMessage.RolledBack rolledBack) {
			this.state = State.ROLLED_BACK;
			this.work.stop();
			logger.warn("The predecessor serves on and ends this process: {}", rolledBack.message());
		}
		else if (message instanceof ControlMessage.Released) {
			settle();
		}
		else if (message instanceof ControlMessage.WorkReleased released) {
			this.work.release(Instant.ofEpochMilli(released.since()));
		}
		else if (message instanceof ControlMessage.Drained drained) {
			this.state = State.ALONE;
			this.instance.ended(drained.upgrade());
		}
	}

	private void welcomed(ControlMessage.Welcome answer) {
		if (answer.protocol() < 1 || answer.protocol() > ControlMessage.PROTOCOL) {
			this.welcome.completeExceptionally(new IOException(
					"The predecessor speaks protocol %d (expected: 1 to %d); upgrade by way of a release "
						.formatted(answer.protocol(), ControlMessage.PROTOCOL) + "that both can talk to, or restart"));
			return;
		}
		this.instance.inherit(answer.generation(), answer.command(), answer.history());
		logger.info("This is generation {}, started by pid {}", answer.generation(), answer.predecessor().pid());
		this.welcome.complete(Optional.of(answer));
	}

	private void committed() {
		this.state = State.COMMITTED;
		HandOff.restoreOutput();
		logger.info("This instance (generation {}, pid {}) serves all new connections",
				this.instance.info().generation(), this.instance.info().pid());
	}

	private void predecessorGone() {
		this.welcome.complete(Optional.empty());
		if (this.state != State.ROLLED_BACK) {
			this.work.releaseAfter(predecessorExit());
		}
		if (this.state == State.ROLLED_BACK || this.state == State.ALONE) {
			return;
		}
		if (this.state == State.AWAITED) {
			HandOff.restoreOutput();
		}
		logger.warn("The predecessor is gone before its time; this instance goes on and serves alone");
		this.state = State.ALONE;
		UpgradeRecord running = this.instance.running();
		if (running != null) {
			this.instance.ended(succeededAlone(running));
		}
		settle();
	}

	private CompletableFuture<?> predecessorExit() {
		CompletableFuture<?> over = CompletableFuture.completedFuture(null);
		return ProcessHandle.of(this.channel.peer().pid())
			.<CompletableFuture<?>>map(ProcessHandle::onExit)
			.orElse(over);
	}

	private UpgradeRecord succeededAlone(UpgradeRecord running) {
		return new UpgradeRecord(running.id(), running.phase(), Optional.of(UpgradeOutcome.SUCCEEDED), Optional.empty(),
				"The predecessor's process ended before it had reported that it was drained", running.predecessor(),
				running.successor(), running.startedAt(), Optional.of(this.scheduler.now()), running.timings(),
				running.receipt(), List.of());
	}

	/**
	 * Gets ready to be a predecessor. Only once the other socket has left its group may
	 * the program name the first socket, because until then that is the predecessor's.
	 */
	private void settle() {
		if (this.steering.findUnexpectedMembers(1).isPresent()) {
			this.scheduler.schedule(this::settle, SETTLE_POLL);
			return;
		}
		this.steering.toFirst();
		logger.info("This instance is alone on its ports");
	}

	private final class Events implements ControlChannel.Handler {

		@Override
		public void received(ControlChannel from, ControlMessage message) {
			Successor.this.scheduler.execute(() -> Successor.this.received(message));
		}

		@Override
		public void closed(ControlChannel from, Optional<Throwable> cause) {
			Successor.this.scheduler.execute(Successor.this::predecessorGone);
		}

	}

}
