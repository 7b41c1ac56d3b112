package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import io.hotupgrade.CauseChain;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlDirectory;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import io.hotupgrade.internal.control.PeerRefusal;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.posix.NativeRoom;
import org.jspecify.annotations.Nullable;

/**
 * Where others reach this process: the control socket, and those who have connected and
 * not yet said who they are. Used on the engine's thread only.
 */
final class ControlPoint {

	/** From its connection until a peer must have said who it is. */
	static final Duration FIRST_MESSAGE_LIMIT = Duration.ofSeconds(10);

	/**
	 * How many operators are served at a time: fewer than connections are accepted, so
	 * that they never keep a successor out.
	 */
	static final int MAX_OPERATORS = ControlServer.MAX_CONNECTIONS / 2;

	private static final String BUSY = "BUSY";

	private static final EngineLog logger = EngineLog.of(ControlPoint.class);

	private final Optional<Path> configuredDirectory;

	private final EngineScheduler scheduler;

	private final Turnstile turnstile;

	private final Doorkeeper doorkeeper;

	private final Desk desk;

	private final Semaphore operators = new Semaphore(MAX_OPERATORS);

	private @Nullable ControlServer server;

	ControlPoint(Optional<Path> configuredDirectory, EngineScheduler scheduler, Doorkeeper doorkeeper, Desk desk) {
		this.configuredDirectory = configuredDirectory;
		this.scheduler = scheduler;
		this.turnstile = new Turnstile(scheduler);
		this.doorkeeper = doorkeeper;
		this.desk = desk;
	}

	/**
	 * Makes sure that this process can be reached, also where somebody has removed the
	 * socket or its directory since.
	 * @throws IOException if it cannot; the message says what to do
	 */
	void open() throws IOException {
		Path directory = directory(this.configuredDirectory);
		ControlDirectory.prepare(directory);
		if (this.server != null && !this.server.isReachable()) {
			logger.warn("The control socket {} was removed by somebody and is made again", this.server.path());
			close();
		}
		if (this.server == null) {
			NativeRoom.check();
			this.server = ControlServer.open(directory, (channel) -> channel.start(new Reception(channel)));
		}
		else {
			removeLeftovers();
		}
	}

	/**
	 * Removes what another instance could not remove itself, because it was killed.
	 */
	void removeLeftovers() {
		if (this.server == null || !this.server.isReachable()) {
			return;
		}
		try {
			this.server.removeLeftovers();
		}
		catch (IOException ex) {
			logger.debug("Files of killed processes may be left beside {}", this.server.path(), ex);
		}
	}

	static Path directory(Optional<Path> configured) throws IOException {
		return configured.isPresent() ? configured.get() : ControlDirectory.defaultForThisUser();
	}

	/**
	 * The socket's file. Only while open.
	 */
	Path path() {
		return this.server.path();
	}

	void close() {
		if (this.server != null) {
			this.server.close();
			this.server = null;
		}
	}

	/**
	 * Decides who is let in.
	 */
	@FunctionalInterface
	interface Doorkeeper {

		/**
		 * Answers a peer's first message.
		 * @param channel the connection
		 * @param first the message
		 * @return who gets the further messages
		 * @throws PeerRefusedException if nobody wants it
		 */
		AdmittedSuccessor admit(ControlChannel channel, ControlMessage first) throws PeerRefusedException;

	}

	/**
	 * Serves operators.
	 */
	@FunctionalInterface
	interface Desk {

		/**
		 * Does what an operator asks for. Called on the thread of the connection, which
		 * may wait: the engine's may be what the operator wants to know about.
		 * @param pid the operator's process
		 * @param request what is asked for
		 * @return the answer
		 */
		ControlMessage serve(long pid, ControlMessage.OperatorRequest request);

	}

	/**
	 * One connection to the control socket.
	 */
	private final class Reception implements ControlChannel.Handler {

		private Optional<AdmittedSuccessor> guest = Optional.empty();

		private boolean over;

		/** Used on the connection's thread only. */
		private boolean hasSpoken;

		private Runnable cancelLimit = () -> {
		};

		Reception(ControlChannel channel) {
			ControlPoint.this.scheduler.execute(() -> this.cancelLimit = ControlPoint.this.scheduler
				.schedule(() -> firstMessageMissing(channel), FIRST_MESSAGE_LIMIT));
		}

		@Override
		public void received(ControlChannel channel, ControlMessage message) {
			boolean first = !this.hasSpoken;
			this.hasSpoken = true;
			if (first && message instanceof ControlMessage.OperatorRequest request) {
				serve(channel, request);
				return;
			}
			ControlPoint.this.turnstile.pass(channel, () -> receive(channel, message));
		}

		@Override
		public void closed(ControlChannel channel, Optional<Throwable> cause) {
			ControlPoint.this.scheduler.execute(() -> {
				this.over = true;
				this.cancelLimit.run();
				this.guest.ifPresent((known) -> known.channelClosed(cause));
			});
		}

		private void serve(ControlChannel channel, ControlMessage.OperatorRequest request) {
			ControlPoint.this.scheduler.execute(() -> this.over = true);
			ControlMessage answer = answer(channel.peer().pid(), request);
			try {
				channel.send(answer);
			}
			catch (IOException ex) {
				logger.debug("The operator gets no answer", ex);
			}
			channel.close();
		}

		private ControlMessage answer(long pid, ControlMessage.OperatorRequest request) {
			if (!ControlPoint.this.operators.tryAcquire()) {
				logger.warn("An operator (pid {}) has asked for {}, and {} others are still served", pid,
						request.command(), MAX_OPERATORS);
				return new ControlMessage.OperatorRefusal(BUSY,
						"%d others are served at this moment; ask again".formatted(MAX_OPERATORS));
			}
			try {
				return ControlPoint.this.desk.serve(pid, request);
			}
			finally {
				ControlPoint.this.operators.release();
			}
		}

		private void receive(ControlChannel channel, ControlMessage message) {
			if (this.guest.isPresent()) {
				this.guest.get().received(message);
			}
			else if (!this.over) {
				admit(channel, message);
			}
		}

		private void admit(ControlChannel channel, ControlMessage first) {
			try {
				this.guest = Optional.of(ControlPoint.this.doorkeeper.admit(channel, first));
			}
			catch (PeerRefusedException ex) {
				refuse(channel, ex);
			}
			catch (Throwable ex) {
				refuse(channel, new PeerRefusedException(PeerRefusal.INTERNAL_ERROR,
						"This instance could not deal with it, its log says why: " + CauseChain.describe(ex)));
				throw ex;
			}
		}

		private void refuse(ControlChannel channel, PeerRefusedException refusal) {
			this.over = true;
			logger.warn("Refused a connection to the control socket by pid {}: {}", channel.peer().pid(),
					refusal.getMessage());
			try {
				channel.send(new ControlMessage.Refused(refusal.getReason(), refusal.getMessage()));
			}
			catch (IOException ex) {
				logger.debug("It has gone already", ex);
			}
			channel.close();
		}

		private void firstMessageMissing(ControlChannel channel) {
			if (this.guest.isEmpty() && !this.over) {
				refuse(channel, new PeerRefusedException(PeerRefusal.HELLO_EXPECTED,
						"It has not said who it is within " + FIRST_MESSAGE_LIMIT.toSeconds() + " s"));
			}
		}

	}

}
