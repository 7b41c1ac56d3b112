package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds this process's listeners, and what belongs to them, in the kernel's tables.
 */
final class ListenerTables {

	/**
	 * Sockets of the two families never form one group. The JDK's sockets are IPv6
	 * wherever the machine has it, so that table comes first.
	 */
	private final List<Path> tables;

	private final Map<Path, KernelTable> contents = new HashMap<>();

	private final SocketDescriptors descriptors;

	private final SpareDescriptors spares;

	/**
	 * Where a listener was found last: spares looking at every descriptor. Believed only
	 * after a look at that one descriptor, because a listener can be closed and reopened.
	 */
	private final Map<InetSocketAddress, Integer> lastDescriptors = new ConcurrentHashMap<>();

	/**
	 * Creates a view for one look, which keeps nothing open.
	 * @param procDirectory where proc(5) is mounted
	 */
	ListenerTables(Path procDirectory) {
		this(procDirectory, SpareDescriptors.none(), false);
	}

	/**
	 * Creates a view that works without free descriptors, too.
	 * @param procDirectory where proc(5) is mounted
	 * @param spares to look with
	 */
	ListenerTables(Path procDirectory, SpareDescriptors spares) {
		this(procDirectory, spares, true);
	}

	private ListenerTables(Path procDirectory, SpareDescriptors spares, boolean keep) {
		this.spares = spares;
		Path self = procDirectory.resolve("self");
		this.tables = List.of(self.resolve("net/tcp6"), self.resolve("net/tcp"));
		this.tables.forEach((table) -> this.contents.put(table, new KernelTable(table, keep)));
		this.descriptors = new SocketDescriptors(self.resolve("fd"));
	}

	/**
	 * Finds a listener of this process.
	 * @param address the address it is bound to
	 * @return the listener. Where this process has several at the address, any of them
	 * @throws IOException if there is none, or the kernel's tables cannot be read
	 */
	OwnListener find(InetSocketAddress address) throws IOException {
		List<OwnListener> where = matching(address, lastDescriptor(address));
		OwnListener found = (!where.isEmpty() ? where : findAll(address)).get(0);
		this.lastDescriptors.put(address, found.descriptor());
		return found;
	}

	private Map<Integer, Long> lastDescriptor(InetSocketAddress address) throws IOException {
		Integer last = this.lastDescriptors.get(address);
		OptionalLong inode = (last != null) ? this.descriptors.inode(last) : OptionalLong.empty();
		return inode.isPresent() ? Map.of(last, inode.getAsLong()) : Map.of();
	}

	/**
	 * Finds all listeners that this process has at an address, in the first table that
	 * has one. Looks at every descriptor of the process.
	 * @param address the address they are bound to
	 * @return the listeners, at least one
	 * @throws IOException if there is none, or the kernel's tables cannot be read
	 */
	List<OwnListener> findAll(InetSocketAddress address) throws IOException {
		List<OwnListener> found = matching(address, this.spares.with(this.descriptors::all));
		if (found.isEmpty()) {
			throw new IOException("This process has no such listening socket in %s (expected: one that is open)"
				.formatted(this.tables));
		}
		return found;
	}

	/**
	 * Looks no further than the first table that has one: each look takes milliseconds.
	 */
	private List<OwnListener> matching(InetSocketAddress address, Map<Integer, Long> sockets) throws IOException {
		List<OwnListener> found = new ArrayList<>();
		for (Path table : sockets.isEmpty() ? List.<Path>of() : this.tables) {
			Map<Long, Integer> group = this.contents.get(table).read((rows) -> acceptQueues(rows, address));
			sockets.forEach((descriptor, inode) -> {
				if (group.containsKey(inode)) {
					found.add(new OwnListener(table, descriptor, group.get(inode), group.size()));
				}
			});
			if (!found.isEmpty()) {
				break;
			}
		}
		return found;
	}

	/**
	 * Finds sockets of other processes that get connections which a listener of this
	 * process would get without them, although they are not in its group: at a more
	 * specific address, or of the other family. Looks at every descriptor of the process.
	 * @param address the address that the listener is bound to
	 * @return the sockets
	 * @throws IOException if this process has no such listener, or the kernel's tables
	 * cannot be read
	 */
	List<ListeningSocket> findRivals(InetSocketAddress address) throws IOException {
		findAll(address);
		Set<Long> inodes = new HashSet<>(this.spares.with(this.descriptors::all).values());
		List<ListeningSocket> all = listening(address.getPort());
		List<ListeningSocket> own = all.stream().filter((socket) -> inodes.contains(socket.inode())).toList();
		return all.stream()
			.filter((socket) -> own.stream()
				.filter((mine) -> ListeningSocket.isSame(mine.address(), address.getAddress()))
				.anyMatch(socket::takesFrom))
			// With it this process shares connections in a group that it knows of.
			.filter((socket) -> own.stream().noneMatch(socket::isInGroupOf))
			.toList();
	}

	/**
	 * Finds the listening sockets of all processes on a port.
	 * @param port the port
	 * @return the sockets, at whatever address
	 * @throws IOException if the kernel's tables cannot be read
	 */
	List<ListeningSocket> listening(int port) throws IOException {
		List<ListeningSocket> found = new ArrayList<>();
		for (Path table : this.tables) {
			found.addAll(this.contents.get(table).read((rows) -> listening(rows, isIpv6(table), port)));
		}
		return found;
	}

	private static List<ListeningSocket> listening(TcpTable rows, boolean ipv6, int port) throws IOException {
		List<ListeningSocket> found = new ArrayList<>();
		while (rows.next() && rows.state() == TcpTable.LISTEN) {
			if (rows.localPort() == port) {
				found.add(new ListeningSocket(ipv6, rows.localAddress(), port, rows.inode()));
			}
		}
		return found;
	}

	static boolean isIpv6(Path table) {
		return table.endsWith("tcp6");
	}

	/** The accept queues, by inode, of all listeners at an address in one table. */
	private static Map<Long, Integer> acceptQueues(TcpTable rows, InetSocketAddress address) throws IOException {
		Map<Long, Integer> queues = new HashMap<>();
		// Listening sockets come first: there may be few of them and very many others
		while (rows.next() && rows.state() == TcpTable.LISTEN) {
			if (rows.localPort() == address.getPort()
					&& ListeningSocket.isSame(rows.localAddress(), address.getAddress())) {
				queues.put(rows.inode(), rows.receiveQueue());
			}
		}
		return queues;
	}

	/**
	 * Finds the handshakes under way with listeners at an address.
	 * @param table the listeners' table, which is that of their handshakes too
	 * @param address the address
	 * @return their remote ends, {@code address:port}
	 * @throws IOException if the kernel's tables cannot be read
	 */
	Set<String> handshakes(Path table, InetSocketAddress address) throws IOException {
		return this.contents.get(table).read((rows) -> remotes(rows, address));
	}

	private static Set<String> remotes(TcpTable rows, InetSocketAddress address) throws IOException {
		Set<String> remotes = new HashSet<>();
		while (rows.next()) {
			if (rows.state() == TcpTable.SYN_RECV && rows.localPort() == address.getPort()
					&& covers(address.getAddress(), rows.localAddress())) {
				InetSocketAddress remote = rows.remote();
				remotes.add(remote.getAddress().getHostAddress() + ":" + remote.getPort());
			}
		}
		return remotes;
	}

	private static boolean covers(InetAddress listener, InetAddress local) {
		return listener.isAnyLocalAddress() || listener.equals(local);
	}

}
