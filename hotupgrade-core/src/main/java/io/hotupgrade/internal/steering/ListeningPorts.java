package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The TCP ports that this process listens on, whoever in it has opened them.
 *
 * @param proc where proc(5) is mounted
 */
public record ListeningPorts(Path proc) {

	/**
	 * Finds them.
	 * @return the ports
	 * @throws IOException if the kernel's tables cannot be read
	 */
	public SortedSet<Integer> find() throws IOException {
		Path self = this.proc.resolve("self");
		Set<Long> own = new HashSet<>(new SocketDescriptors(self.resolve("fd")).all().values());
		SortedSet<Integer> ports = new TreeSet<>();
		for (String table : new String[] { "net/tcp6", "net/tcp" }) {
			new KernelTable(self.resolve(table), false).read((rows) -> {
				// Listening sockets come first.
				while (rows.next() && rows.state() == TcpTable.LISTEN) {
					if (own.contains(rows.inode())) {
						ports.add(rows.localPort());
					}
				}
				return ports;
			});
		}
		return ports;
	}

}
