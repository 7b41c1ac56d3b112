package io.hotupgrade.internal.steering;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A listening TCP socket of any process, as the kernel's tables show it.
 *
 * @param ipv6 whether it is in the table of IPv6. Such a socket takes IPv4, too, unless
 * it is told not to, which the table does not show
 * @param address the address it is bound to; an IPv6-mapped one as IPv4
 * @param port its port
 * @param inode its inode
 */
record ListeningSocket(boolean ipv6, InetAddress address, int port, long inode) {

	/**
	 * Whether both can be members of one SO_REUSEPORT group.
	 */
	boolean isInGroupOf(ListeningSocket other) {
		return this.port == other.port && this.ipv6 == other.ipv6 && isSame(this.address, other.address);
	}

	/**
	 * Whether the kernel gives this socket connections that the other one would get if
	 * this one were not there. It prefers the more specific address and, among equal
	 * ones, IPv4.
	 * @param other a socket
	 * @return {@code false} if they share connections as members of one group
	 */
	boolean takesFrom(ListeningSocket other) {
		if (this.port != other.port || isInGroupOf(other)) {
			return false;
		}
		if (isSame(this.address, other.address)) {
			return other.ipv6;
		}
		boolean covered = other.ipv6 || this.address instanceof Inet4Address;
		return other.address.isAnyLocalAddress() && covered;
	}

	static boolean isSame(InetAddress one, InetAddress other) {
		return one.equals(other) || (one.isAnyLocalAddress() && other.isAnyLocalAddress());
	}

	/**
	 * For people, in the notation of ss(8).
	 */
	@Override
	public String toString() {
		String host;
		if (this.address.isAnyLocalAddress()) {
			host = this.ipv6 ? "[::]" : "0.0.0.0";
		}
		else {
			host = (this.address instanceof Inet4Address) ? this.address.getHostAddress()
					: "[" + this.address.getHostAddress() + "]";
		}
		return host + ":" + this.port + (this.ipv6 ? " (IPv6)" : " (IPv4)");
	}

}
