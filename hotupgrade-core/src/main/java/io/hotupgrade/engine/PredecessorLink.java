package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hotupgrade.CauseChain;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlProtocolException;
import io.hotupgrade.internal.control.PeerRefusal;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.HandOff;
import org.jspecify.annotations.Nullable;

/**
 * The successor's connection to its predecessor: the one that launched this process, or
 * one that lets it take over. Used on the engine's thread only, except where said
 * otherwise.
 */
final class PredecessorLink {

	private static final EngineLog logger = EngineLog.of(PredecessorLink.class);

	/** Starting the native library of the control channel on a busy machine included. */
	private static final Duration WELCOME_LIMIT = Duration.ofSeconds(20);

	/** For each process that is asked whether it can be taken over from. */
	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

	private static final String TRY_AGAIN = "Look at the log of the instance that serves the port, and start again.";

	private final EngineScheduler scheduler;

	private final Executor connecting;

	private final Turnstile turnstile;

	private final Events events;

	private final Heartbeat heartbeat;

	/** Completed with an empty value if there is no predecessor after all. */
	private final CompletableFuture<Optional<ControlMessage.Welcome>> welcome = new CompletableFuture<>();

	private final Deque<Path> candidates = new ArrayDeque<>();

	private @Nullable ControlMessage introduction;

	/** This process may have inherited what was meant for another. */
	private boolean uncertain;

	private @Nullable ControlChannel channel;

	private boolean closed;

	private Runnable answerTimer = () -> {
	};

	/**
	 * Creates a link to nobody yet.
	 * @param scheduler the engine's thread
	 * @param connecting connects: a process that accepts no connection keeps that waiting
	 * for {@link ControlChannel#SEND_TIMEOUT}
	 * @param heartbeatTimeout how long the predecessor may be silent
	 * @param events is told what it does
	 */
	PredecessorLink(EngineScheduler scheduler, Executor connecting, Duration heartbeatTimeout, Events events) {
		this.scheduler = scheduler;
		this.connecting = connecting;
		this.turnstile = new Turnstile(scheduler);
		this.events = events;
		this.heartbeat = new Heartbeat(scheduler, heartbeatTimeout,
				(number) -> send(new ControlMessage.Heartbeat(number)), events::silent);
	}

	/**
	 * Connects to the process that has launched this one.
	 */
	void connect(HandOff handOff, InstanceInfo self, String application) {
		this.uncertain = !handOff.certain();
		this.introduction = new ControlMessage.Hello(ControlMessage.PROTOCOL, handOff.token(), self.pid(),
				self.version(), application);
		this.candidates.add(Path.of(handOff.socket()));
		tryNext();
	}

	/**
	 * Asks one process after the other to let this one take over.
	 */
	void takeOver(ControlMessage.TakeoverRequest request, List<Path> sockets) {
		this.introduction = request;
		this.candidates.addAll(sockets);
		tryNext();
	}

	/**
	 * Waits for the predecessor's answer. Not on the engine's thread.
	 * @return the answer; empty if there is no predecessor after all
	 * @throws PredecessorException if the predecessor refuses this process, or hangs
	 */
	Optional<ControlMessage.Welcome> awaitWelcome() throws PredecessorException {
		try {
			return this.welcome.get(WELCOME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PredecessorException("Interrupted while waiting for the predecessor", TRY_AGAIN);
		}
		catch (TimeoutException ex) {
			throw new PredecessorException(
					"The predecessor accepted the connection and did not answer within %d s: it hangs or is stopped"
						.formatted(WELCOME_LIMIT.toSeconds()),
					TRY_AGAIN);
		}
		catch (ExecutionException ex) {
			throw new PredecessorException(ex.getCause().getMessage(), TRY_AGAIN);
		}
	}

	/**
	 * Sends a message, if there is a predecessor. A failure shows as the connection's
	 * end.
	 */
	void send(ControlMessage message) {
		if (this.channel == null) {
			return;
		}
		try {
			this.channel.send(message);
		}
		catch (ControlProtocolException ex) {
			logger.warn("The predecessor is not told something: {}", ex.getMessage());
		}
		catch (IOException ex) {
			logger.debug("The predecessor cannot be reached", ex);
		}
	}

	void close() {
		this.closed = true;
		this.heartbeat.stop();
		if (this.channel != null) {
			this.channel.close();
		}
	}

	private void tryNext() {
		this.channel = null;
		Path socket = this.candidates.poll();
		if (socket != null) {
			connectTo(socket);
		}
		else if (!this.welcome.isDone()) {
			this.events.notFound();
			this.welcome.complete(Optional.empty());
		}
	}

	private void connectTo(Path socket) {
		try {
			this.connecting.execute(() -> connect(socket));
		}
		catch (Error ex) {
			cannotSpeak(ex);
			throw ex;
		}
	}

	/** Not on the engine's thread. */
	private void connect(Path socket) {
		try {
			ControlChannel connected = ControlChannel.connect(socket);
			this.scheduler.execute(() -> connected(socket, connected));
		}
		catch (IOException | RuntimeException ex) {
			this.scheduler.execute(() -> notConnected(socket, ex));
		}
		catch (Error ex) {
			this.scheduler.execute(() -> cannotSpeak(ex));
		}
	}

	private void connected(Path socket, ControlChannel connected) {
		if (this.closed) {
			connected.close();
			return;
		}
		try {
			this.channel = connected;
			connected.start(new ChannelEvents());
			connected.send(this.introduction);
			if (this.introduction instanceof ControlMessage.TakeoverRequest) {
				this.answerTimer = this.scheduler.schedule(connected::close, ANSWER_LIMIT);
			}
		}
		catch (IOException | RuntimeException ex) {
			connected.close();
			notConnected(socket, ex);
		}
		catch (Error ex) {
			cannotSpeak(ex);
			throw ex;
		}
	}

	private void notConnected(Path socket, Exception ex) {
		logger.info("No predecessor at {}: {}", socket, ex.toString());
		tryNext();
	}

	/** Unlike one process that cannot be reached, this would be so with any. */
	private void cannotSpeak(Error ex) {
		this.welcome.completeExceptionally(
				new IOException("This instance cannot speak to its predecessor: " + CauseChain.describe(ex), ex));
	}

	private void received(ControlMessage message) {
		this.heartbeat.heard();
		if (message instanceof ControlMessage.Welcome answer) {
			welcomed(answer);
		}
		else if (message instanceof ControlMessage.Refused refused) {
			refused(refused);
		}
		else if (isWelcome()) {
			this.events.received(message);
		}
	}

	private boolean isWelcome() {
		return this.welcome.isDone() && !this.welcome.isCompletedExceptionally();
	}

	private void welcomed(ControlMessage.Welcome answer) {
		this.answerTimer.run();
		if (this.welcome.isDone()) {
			return;
		}
		if (answer.protocol() < 1 || answer.protocol() > ControlMessage.PROTOCOL) {
			this.welcome.completeExceptionally(new IOException(
					"The predecessor speaks protocol %d (expected: 1 to %d); upgrade by way of a release "
						.formatted(answer.protocol(), ControlMessage.PROTOCOL) + "that both can talk to, or restart"));
			return;
		}
		this.heartbeat.start();
		this.events.welcomed(answer);
		this.welcome.complete(Optional.of(answer));
	}

	private void refused(ControlMessage.Refused refused) {
		boolean askNext = this.introduction instanceof ControlMessage.TakeoverRequest
				&& (refused.reason() == PeerRefusal.OTHER_INSTANCE || refused.reason() == PeerRefusal.HELLO_EXPECTED);
		boolean another = this.uncertain && refused.reason() == PeerRefusal.NOT_AWAITED;
		if (another) {
			logger.info("The process that pid {} has launched is another one, from which this one has inherited {}",
					this.channel.peer().pid(), HandOff.TOKEN);
			this.events.disowned();
		}
		if (!askNext && !another) {
			this.welcome
				.completeExceptionally(new IOException("The instance with pid %d refuses this one as successor: %s"
					.formatted(this.channel.peer().pid(), refused.message())));
		}
	}

	private void closed() {
		this.answerTimer.run();
		this.heartbeat.stop();
		if (!this.welcome.isDone()) {
			tryNext();
		}
		else if (isWelcome()) {
			this.events.gone();
		}
	}

	/**
	 * Is told what the predecessor does, on the engine's thread.
	 */
	interface Events {

		/** There is no predecessor, so this process is the first. */
		void notFound();

		/**
		 * The process in question has launched another one; followed by
		 * {@link #notFound()}.
		 */
		void disowned();

		/** The predecessor waits for this process. */
		void welcomed(ControlMessage.Welcome welcome);

		/** It has sent any other message. */
		void received(ControlMessage message);

		/** It has sent nothing for too long, and is still connected. */
		void silent(Duration silence);

		/** The connection has ended after the welcome. */
		void gone();

	}

	/**
	 * Tells of one channel, of which there is one at a time.
	 */
	private final class ChannelEvents implements ControlChannel.Handler {

		@Override
		public void received(ControlChannel from, ControlMessage message) {
			PredecessorLink.this.turnstile.pass(from, () -> {
				if (PredecessorLink.this.channel == from) {
					PredecessorLink.this.received(message);
				}
			});
		}

		@Override
		public void closed(ControlChannel from, Optional<Throwable> cause) {
			PredecessorLink.this.scheduler.execute(() -> {
				if (PredecessorLink.this.channel == from) {
					PredecessorLink.this.closed();
				}
			});
		}

	}

}
