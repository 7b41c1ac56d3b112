package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hotupgrade.SteeringStatus;
import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.PosixUnavailableException;
import io.hotupgrade.internal.posix.SocketFilter;

/**
 * Steers by classic BPF programs on the SO_REUSEPORT group (Linux 4.6 and later,
 * unprivileged) and reads the kernel's tables in proc(5).
 */
public final class LinuxSocketSteering implements SocketSteering {

	private static final Logger logger = LoggerFactory.getLogger(LinuxSocketSteering.class);

	private final Posix posix;

	private final ListenerTables tables;

	/**
	 * Creates it. The first one loads a native library, which takes some hundred
	 * milliseconds.
	 * @param procDirectory where proc(5) is mounted
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	public LinuxSocketSteering(Path procDirectory) throws PosixUnavailableException {
		this.posix = Posix.load();
		this.tables = new ListenerTables(procDirectory);
	}

	@Override
	public SteeringStatus status() {
		return new SteeringStatus(SteeringStatus.Mode.CBPF, "");
	}

	@Override
	public void steer(InetSocketAddress listener, SteeringProgram program) {
		try {
			// Any member sets it for the whole group
			attach(listener, this.tables.find(listener), SocketFilter.REUSE_PORT, program.instructions());
		}
		catch (IOException ex) {
			throw new SteeringException(listener,
					"Cannot steer new connections of listener %s (%s): %s; was it bound with SO_REUSEPORT?"
						.formatted(listener, program, ex.getMessage()),
					ex);
		}
	}

	@Override
	public void refuseNewConnections(InetSocketAddress listener) {
		try {
			for (OwnListener own : this.tables.findAll(listener)) {
				attach(listener, own, SocketFilter.INPUT, NewConnectionFilter.instructions());
			}
		}
		catch (IOException ex) {
			logger.warn("Cannot keep new connections from listener {} before it is closed: one that is opened at "
					+ "that very moment may be lost: {}", listener, ex.getMessage());
		}
	}

	@Override
	public ListenerSnapshot inspect(InetSocketAddress listener) {
		try {
			Set<String> handshakes = this.tables.handshakes(this.tables.find(listener).table(), listener);
			// Afterwards: a handshake that has ended in between has moved to the accept
			// queue
			OwnListener own = this.tables.find(listener);
			return new ListenerSnapshot(own.members(), own.acceptQueue(), handshakes);
		}
		catch (IOException ex) {
			throw new SteeringException(listener, "Cannot inspect listener %s: %s".formatted(listener, ex.getMessage()),
					ex);
		}
	}

	private void attach(InetSocketAddress address, OwnListener own, SocketFilter filter, List<BpfInstruction> program)
			throws IOException {
		this.posix.attach(own.descriptor(), filter, BpfInstruction.encode(program), "listener " + address);
	}

}
