package io.hotupgrade.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import io.hotupgrade.SteeringStatus;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.ListenerSnapshot;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * Steers all listeners of this process as one. Thread-safe.
 */
final class ListenerSteering {

	private static final EngineLog logger = EngineLog.of(ListenerSteering.class);

	private final Queue<Closeable> refusals = new ConcurrentLinkedQueue<>();

	private final Servers servers;

	private final Supplier<SocketSteering> detection;

	private volatile @Nullable SocketSteering sockets;

	/**
	 * Creates the steering.
	 * @param servers whose listeners to steer
	 * @param detection finds out what the platform can do; may take long, so it is asked
	 * only once somebody needs to know, and again only while that cannot be found out
	 */
	ListenerSteering(Servers servers, Supplier<SocketSteering> detection) {
		this.servers = servers;
		this.detection = detection;
	}

	SteeringStatus status() {
		return sockets().status();
	}

	/**
	 * Sends new connections to the socket that joined first: the predecessor's, or that
	 * of the instance that is alone.
	 */
	void toFirst() {
		steer(SteeringProgram.toFirst());
	}

	/**
	 * Sends new connections to the socket that joined second: the successor's.
	 */
	void toSecond() {
		steer(SteeringProgram.toSecond());
	}

	/**
	 * Sends a share of new connections to the successor, by chance, and the others to the
	 * predecessor.
	 * @param percent the successor's share, 0 to 100
	 */
	void toSecond(int percent) {
		steer(SteeringProgram.percentToSecond(percent));
	}

	private void steer(SteeringProgram program) {
		for (ServerListener listener : this.servers.listeners()) {
			sockets().steer(listener.address(), program);
		}
	}

	/**
	 * Lets the kernel ignore new connections, while those that it has completed already
	 * can be accepted. Only where no other instance is to get them.
	 */
	void refuseNewConnections() {
		for (ServerListener listener : this.servers.listeners()) {
			this.refusals.add(sockets().refuseNewConnections(listener.address()));
		}
	}

	/**
	 * Lets the kernel refuse them, once the listeners are closed.
	 */
	void listenersClosed() {
		Closeable refusal = this.refusals.poll();
		while (refusal != null) {
			try {
				refusal.close();
			}
			catch (IOException ex) {
				logger.debug("A socket could not be closed", ex);
			}
			refusal = this.refusals.poll();
		}
	}

	/**
	 * Looks for a port that other processes listen on, too, be it at another address.
	 * @param expected how many sockets should listen on each
	 * @return what is wrong, for people. Nothing while one of those is missing: it may
	 * have bound its port in another way
	 */
	Optional<String> findStrangers(int expected) {
		return findSurplus(expected).or(() -> findAbsence(expected).isPresent() ? Optional.empty() : findRivals());
	}

	/**
	 * Looks for a port whose sockets would be numbered in another way than the programs
	 * take for granted.
	 * @param expected how many sockets should listen on each
	 * @return what is wrong, for people
	 */
	Optional<String> findSurplus(int expected) {
		return findMembers(expected, (members) -> members > expected);
	}

	private Optional<String> findRivals() {
		for (ServerListener listener : this.servers.listeners()) {
			for (String rival : sockets().findRivals(listener.address())) {
				return Optional.of("The socket %s of another process gets connections in place of %s".formatted(rival,
						listener.address()));
			}
		}
		return Optional.empty();
	}

	/**
	 * Looks for a port that somebody has left, or has not joined: also not by binding it
	 * for another family of addresses, which makes a group of its own.
	 * @param expected how many sockets should listen on each
	 * @return what is wrong, for people
	 */
	Optional<String> findAbsence(int expected) {
		return findMembers(expected, (members) -> members < expected);
	}

	private Optional<String> findMembers(int expected, IntPredicate wrong) {
		if (status().mode() == SteeringStatus.Mode.NONE) {
			return Optional.empty();
		}
		for (ServerListener listener : this.servers.listeners()) {
			int members = inspect(listener).members();
			if (wrong.test(members)) {
				return Optional
					.of("%d sockets listen on %s (expected: %d)".formatted(members, listener.address(), expected));
			}
		}
		return Optional.empty();
	}

	/**
	 * Counts established connections that wait to be accepted by this process.
	 * @return the length of all accept queues together
	 */
	int acceptQueue() {
		return this.servers.listeners().stream().mapToInt((listener) -> inspect(listener).acceptQueue()).sum();
	}

	/**
	 * The handshakes that are under way on the ports of this process. Takes the longer
	 * the more connections the machine has: not to be asked again and again.
	 * @return a key for each, which stays the same until it is over
	 */
	Set<String> handshakes() {
		Set<String> handshakes = new HashSet<>();
		this.servers.listeners().forEach((listener) -> handshakes.addAll(sockets().handshakes(listener.address())));
		return handshakes;
	}

	private ListenerSnapshot inspect(ServerListener listener) {
		return sockets().inspect(listener.address());
	}

	private SocketSteering sockets() {
		SocketSteering detected = this.sockets;
		if (detected == null || detected.isPassing()) {
			synchronized (this) {
				if (this.sockets == null || this.sockets.isPassing()) {
					this.sockets = this.detection.get();
				}
				detected = this.sockets;
			}
		}
		return detected;
	}

}
