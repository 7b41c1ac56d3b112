package io.hotupgrade.internal.posix;

/**
 * An option of a socket that the JDK does not have.
 *
 * @param name its name in C
 * @param level the level's number
 * @param number the option's number; for all processors but some old ones those of
 * {@code asm-generic/socket.h}
 */
public record SocketOption(String name, int level, int number) {

	/**
	 * The program that decides which member of a SO_REUSEPORT group gets a new
	 * connection. Unprivileged; for TCP since Linux 4.6; see socket(7).
	 */
	public static final SocketOption REUSE_PORT_PROGRAM = new SocketOption("SO_ATTACH_REUSEPORT_CBPF", 1, 51);

	/**
	 * The lowest time to live of the IPv4 packets that a socket gets to see.
	 * Unprivileged; since Linux 2.6.34; the number is that of {@code linux/in.h}.
	 */
	public static final SocketOption MIN_TTL = new SocketOption("IP_MINTTL", 0, 21);

	/**
	 * The lowest hop count of the IPv6 packets that a socket gets to see. Unprivileged;
	 * since Linux 2.6.35; the number is that of {@code linux/in6.h}.
	 */
	public static final SocketOption MIN_HOP_COUNT = new SocketOption("IPV6_MINHOPCOUNT", 41, 73);

}
