package io.hotupgrade.internal.steering;

import java.nio.file.Path;

/**
 * A listening socket of this process.
 *
 * @param table the kernel's table that it is in
 * @param descriptor its file descriptor
 * @param acceptQueue connections that wait to be accepted
 * @param members listening sockets of any process in its table with its address and port,
 * itself included
 */
record OwnListener(Path table, int descriptor, int acceptQueue, int members) {

	/** Such a socket takes IPv4, too, unless it is told not to. */
	boolean isIpv6() {
		return ListenerTables.isIpv6(this.table);
	}

}
