package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.hotupgrade.SteeringStatus;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.PosixUnavailableException;
import io.hotupgrade.internal.posix.SocketOption;

/**
 * Steers by classic BPF programs on the SO_REUSEPORT group (Linux 4.6 and later,
 * unprivileged) and reads the kernel's tables in proc(5).
 */
public final class LinuxSocketSteering implements SocketSteering {

	private static final EngineLog logger = EngineLog.of(LinuxSocketSteering.class);

	private static final Closeable NOTHING = () -> {
	};

	private final Posix posix;

	private final SpareDescriptors spares = new SpareDescriptors();

	private final ListenerTables tables;

	/**
	 * Creates it. The first one loads a native library, which takes some hundred
	 * milliseconds.
	 * @param procDirectory where proc(5) is mounted
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	public LinuxSocketSteering(Path procDirectory) throws PosixUnavailableException {
		this.posix = Posix.load();
		this.tables = new ListenerTables(procDirectory, this.spares);
	}

	@Override
	public SteeringStatus status() {
		return new SteeringStatus(SteeringStatus.Mode.CBPF, "");
	}

	@Override
	public void steer(InetSocketAddress listener, SteeringProgram program) {
		try {
			// Any member sets it for the whole group
			this.posix.attach(this.tables.find(listener).descriptor(), SocketOption.REUSE_PORT_PROGRAM,
					BpfInstruction.encode(program.instructions()), "listener " + listener);
		}
		catch (IOException ex) {
			throw new SteeringException(listener,
					"Cannot steer new connections of listener %s (%s): %s; was it bound with SO_REUSEPORT?"
						.formatted(listener, program, ex.getMessage()),
					ex);
		}
	}

	@Override
	public Closeable refuseNewConnections(InetSocketAddress listener) {
		try {
			Set<Integer> before = descriptors(listener);
			// Without a program, which an instance that has just started has not set yet,
			// the
			// group would give connections to the new member while it can still be heard.
			steer(listener, SteeringProgram.toFirst());
			DeafListener deaf = this.spares.with(() -> DeafListener.join(listener));
			try {
				deafen(listener, before);
				steer(listener, SteeringProgram.toSecond());
			}
			catch (IOException | RuntimeException ex) {
				deaf.close();
				throw ex;
			}
			return deaf;
		}
		catch (IOException | SteeringException ex) {
			logger.warn("Cannot keep new connections from listener {} before it is closed: one that is opened at "
					+ "that very moment may be lost: {}", listener, ex.getMessage());
			return NOTHING;
		}
	}

	private Set<Integer> descriptors(InetSocketAddress listener) throws IOException {
		return this.tables.findAll(listener).stream().map(OwnListener::descriptor).collect(Collectors.toSet());
	}

	/** The JDK does not tell which descriptor is the one that has just been opened. */
	private void deafen(InetSocketAddress listener, Set<Integer> others) throws IOException {
		for (OwnListener own : this.tables.findAll(listener)) {
			if (!others.contains(own.descriptor())) {
				DeafListener.deafen(this.posix, own.descriptor(), own.isIpv6());
			}
		}
	}

	@Override
	public ListenerSnapshot inspect(InetSocketAddress listener) {
		try {
			OwnListener own = this.tables.find(listener);
			return new ListenerSnapshot(own.members(), own.acceptQueue());
		}
		catch (IOException ex) {
			throw cannotInspect(listener, ex);
		}
	}

	@Override
	public Set<String> handshakes(InetSocketAddress listener) {
		try {
			return this.tables.handshakes(this.tables.find(listener).table(), listener);
		}
		catch (IOException ex) {
			throw cannotInspect(listener, ex);
		}
	}

	private static SteeringException cannotInspect(InetSocketAddress listener, IOException ex) {
		return new SteeringException(listener, "Cannot inspect listener %s: %s".formatted(listener, ex.getMessage()),
				ex);
	}

	@Override
	public List<String> findRivals(InetSocketAddress listener) {
		try {
			return this.tables.findRivals(listener).stream().map(ListeningSocket::toString).toList();
		}
		catch (IOException ex) {
			throw new SteeringException(listener,
					"Cannot find out who listens beside %s: %s".formatted(listener, ex.getMessage()), ex);
		}
	}

}
