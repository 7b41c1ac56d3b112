package io.hotupgrade.engine;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.hotupgrade.FailureReason;
import io.hotupgrade.server.ServerListener;

/**
 * The ports as this instance and its successor share them. The kernel numbers the sockets
 * of a port in the order in which they began to listen, and the programs that steer take
 * for granted that these two are all there are.
 */
final class PortPair {

	private static final int BOTH = 2;

	private final Servers servers;

	private final ListenerSteering steering;

	PortPair(Servers servers, ListenerSteering steering) {
		this.servers = servers;
		this.steering = steering;
	}

	/**
	 * Compares what both say that they listen on.
	 * @param theirs the successor's listeners
	 * @return what is wrong
	 */
	Optional<UpgradeEvent.Failed> difference(List<ServerListener> theirs) {
		Set<String> keys = theirs.stream().map(PortPair::key).collect(Collectors.toSet());
		List<ServerListener> missing = this.servers.listeners()
			.stream()
			.filter((mine) -> !keys.contains(key(mine)))
			.toList();
		return missing.isEmpty() ? Optional.empty() : Optional.of(new UpgradeEvent.Failed(
				FailureReason.LISTENERS_DIFFER,
				"The successor does not listen on %s, where this instance does, but on %s; an upgrade cannot change "
					.formatted(missing, theirs) + "server.port, server.address or management.server.*"));
	}

	private static String key(ServerListener listener) {
		InetAddress address = listener.address().getAddress();
		return (address.isAnyLocalAddress() ? "*" : address.getHostAddress()) + ":" + listener.address().getPort();
	}

	/**
	 * Looks for a third one, which would be given numbers that are meant for these two.
	 * @return what is wrong
	 */
	Optional<UpgradeEvent.Failed> stranger() {
		return this.steering.findStrangers(BOTH)
			.map((wrong) -> new UpgradeEvent.Failed(FailureReason.STRANGER_ON_PORT,
					wrong + ", and only this instance and its successor should; end the other process"));
	}

	/**
	 * The kernel has the last word on whether both listen.
	 * @return what is wrong
	 */
	Optional<UpgradeEvent.Failed> absence() {
		return this.steering.findAbsence(BOTH)
			.map((wrong) -> new UpgradeEvent.Failed(FailureReason.LISTENERS_DIFFER,
					wrong + "; check that both versions listen on the same kind of address (IPv4 or IPv6)"));
	}

}
