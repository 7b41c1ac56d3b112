package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.Takeover;
import io.hotupgrade.internal.control.ControlDirectory;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import io.hotupgrade.internal.control.StartLock;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * How an instance that nobody has launched comes in: one at a time, and knowing whom to
 * ask. Thread-safe.
 */
final class TakeoverEntry implements Entry {

	private static final EngineLog logger = EngineLog.of(TakeoverEntry.class);

	private final ControlSettings settings;

	private final InstanceInfo self;

	private boolean begun;

	private @Nullable StartLock lock;

	TakeoverEntry(ControlSettings settings, InstanceInfo self) {
		this.settings = settings;
		this.self = self;
	}

	/** Whom to ask is known only when a port is to be bound. */
	@Override
	public void begin(Successor successor) {
	}

	@Override
	public Optional<ControlMessage.Welcome> enter(Successor successor, String name, InetSocketAddress requested)
			throws IOException {
		search(name, requested).ifPresent(successor::apply);
		Optional<ControlMessage.Welcome> welcome = successor.awaitWelcome();
		checkResult(welcome);
		return welcome;
	}

	/**
	 * Makes sure that no other instance comes in at the same time, the first time this is
	 * called.
	 * @return whom to ask for what; empty at any further call
	 * @throws IOException if another instance is coming in, or it cannot be found out
	 */
	private synchronized Optional<Search> search(String name, InetSocketAddress requested) throws IOException {
		if (this.begun) {
			return Optional.empty();
		}
		this.begun = true;
		ControlMessage.TakeoverRequest request = new ControlMessage.TakeoverRequest(ControlMessage.PROTOCOL,
				this.settings.application(), this.self.pid(), this.self.version(),
				List.of(new ServerListener(name, requested)));
		// Port 0 is another one each time, so no other instance can have it.
		return Optional.of(new Search(request, (requested.getPort() != 0) ? sockets(requested.getPort()) : List.of()));
	}

	private List<Path> sockets(int port) throws IOException {
		try {
			ControlDirectory directory = ControlDirectory.prepare(ControlPoint.directory(this.settings.directory()));
			acquire(directory, port);
			return ControlServer.othersIn(directory);
		}
		catch (PredecessorException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (this.settings.takeover() == Takeover.REQUIRE) {
				throw new PredecessorException(
						"Running instances cannot be looked for, as hotupgrade.takeover=require demands: "
								+ ex.getMessage(),
						"Repair the control directory, or set hotupgrade.control.directory.");
			}
			logger.warn("Running instances cannot be looked for, so this one starts as the first: {}", ex.toString());
			return List.of();
		}
	}

	private void acquire(ControlDirectory directory, int port) throws IOException {
		this.lock = StartLock.tryAcquire(directory, this.settings.application(), port)
			.orElseThrow(() -> new PredecessorException(
					"Another instance of '%s' is starting on port %d at this moment"
						.formatted(this.settings.application(), port),
					"Start one instance at a time; this one can be started again when the other is up."));
	}

	private void checkResult(Optional<ControlMessage.Welcome> welcome) throws PredecessorException {
		if (welcome.isEmpty() && this.settings.takeover() == Takeover.REQUIRE) {
			throw new PredecessorException(
					"No running instance of '%s' on this port was found, and hotupgrade.takeover=require demands one"
						.formatted(this.settings.application()),
					"Start the first instance with hotupgrade.takeover=auto. If one is running: both need the same "
							+ "user, port, hotupgrade.control.directory and spring.application.name.");
		}
	}

	@Override
	public synchronized void close() {
		if (this.lock != null) {
			this.lock.close();
			this.lock = null;
		}
	}

	/**
	 * Whom to ask for what.
	 *
	 * @param request what to ask
	 * @param sockets whom
	 */
	record Search(ControlMessage.TakeoverRequest request, List<Path> sockets) {
	}

}
