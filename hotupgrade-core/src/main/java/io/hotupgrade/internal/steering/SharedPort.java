package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a listener that is about to be bound would find on its port: a group to join, or
 * sockets with which it would not share new connections, but take them away or never get
 * any. Needs no native library.
 */
public final class SharedPort {

	private SharedPort() {
	}

	/**
	 * Looks for sockets that a listener would not form a group with, though both want the
	 * same connections.
	 * @param address the address that it is going to be bound to
	 * @return what is in the way, for people; empty where the listener can join, where
	 * nobody is there, and where the system does not tell
	 * @throws IOException if the kernel's tables cannot be read
	 */
	public static Optional<String> findObstacle(InetSocketAddress address) throws IOException {
		return findObstacle(Path.of("/proc"), address, isIpv6());
	}

	static Optional<String> findObstacle(Path procDirectory, InetSocketAddress address, boolean ipv6)
			throws IOException {
		ListeningSocket planned = new ListeningSocket(ipv6, address.getAddress(), address.getPort(), 0);
		List<ListeningSocket> present = new ListenerTables(procDirectory).listening(address.getPort());
		if (present.stream().anyMatch(planned::isInGroupOf)) {
			return Optional.empty();
		}
		return present.stream()
			.filter((other) -> planned.takesFrom(other) || other.takesFrom(planned))
			.findFirst()
			.map((other) -> "this instance would listen on %s beside %s".formatted(planned, other));
	}

	/**
	 * The JDK's sockets are IPv6 wherever the machine has it, unless the JVM was told to
	 * do without (java.net.preferIPv4Stack).
	 */
	private static boolean isIpv6() throws IOException {
		try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
			return channel.isOpen();
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

}
