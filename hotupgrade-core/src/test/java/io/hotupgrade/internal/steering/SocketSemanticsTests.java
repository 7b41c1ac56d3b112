package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what the running kernel makes of SO_REUSEADDR and SO_REUSEPORT: the tables of
 * {@code docs/socket-semantics.md}.
 */
@EnabledOnOs(OS.LINUX)
class SocketSemanticsTests {

	private static final int TIME_WAIT = 0x06;

	@ParameterizedTest(name = "{0}, then {1}")
	@MethodSource("pairs")
	void bindWhenFirstIsListening(Plan first, Plan second) throws IOException {
		try (ServerSocketChannel listening = first.bind(0)) {
			boolean reusePort = first.option() == StandardSocketOptions.SO_REUSEPORT;
			assertThat(second.canBind(port(listening))).isEqualTo(reusePort && first.set() && second.set());
		}
	}

	@ParameterizedTest(name = "{0}, then {1}")
	@MethodSource("pairs")
	void bindWhenConnectionOfFirstIsInTimeWait(Plan first, Plan second) throws IOException {
		assertThat(second.canBind(leaveTimeWait(first))).isEqualTo(first.set() && second.set());
	}

	static Stream<Arguments> pairs() {
		return Stream.of(StandardProtocolFamily.values())
			.filter((family) -> family != StandardProtocolFamily.UNIX)
			.flatMap((family) -> Stream.of(StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEPORT)
				.flatMap((option) -> pairs(family, option)));
	}

	private static Stream<Arguments> pairs(ProtocolFamily family, SocketOption<Boolean> option) {
		List<Plan> plans = Stream.of("127.0.0.1", "0.0.0.0")
			.flatMap((address) -> Stream.of(false, true).map((set) -> new Plan(family, address, option, set)))
			.toList();
		return plans.stream().flatMap((first) -> plans.stream().map((second) -> Arguments.of(first, second)));
	}

	/** A plain server of the JDK's is followed by one that can be upgraded. */
	@Test
	void bindWithBothOptionsWhenTimeWaitHasReuseAddressOnly() throws IOException {
		int port = leaveTimeWait(
				new Plan(StandardProtocolFamily.INET6, "0.0.0.0", StandardSocketOptions.SO_REUSEADDR, true));
		try (TestListener listener = TestListener.open(new InetSocketAddress(port), StandardProtocolFamily.INET6)) {
			assertThat(listener.address().getPort()).isEqualTo(port);
		}
	}

	@Test
	void connectWhenSpecificAndWildcardListenReachesSpecific() throws IOException {
		try (TestListener wildcard = TestListener.open(new InetSocketAddress(0), StandardProtocolFamily.INET6);
				TestListener specific = TestListener.open(
						new InetSocketAddress("127.0.0.1", wildcard.address().getPort()), StandardProtocolFamily.INET6);
				TestClients clients = new TestClients()) {
			int connections = 50;
			for (int i = 0; i < connections; i++) {
				clients.connect(specific.address());
			}
			Soon.await().until(() -> {
				specific.acceptAll();
				return specific.accepted() == connections;
			});
			assertThat(wildcard.acceptOne()).isFalse();
		}
	}

	/** Closes a connection from the server's side, then the listener. */
	private static int leaveTimeWait(Plan plan) throws IOException {
		try (ServerSocketChannel listener = plan.bind(0); Socket client = new Socket()) {
			int port = port(listener);
			client.connect(new InetSocketAddress("127.0.0.1", port), 5000);
			try (SocketChannel accepted = listener.accept()) {
				accepted.shutdownOutput();
				assertThat(client.getInputStream().read()).isEqualTo(-1);
			}
			client.shutdownOutput();
			Soon.await().until(() -> isInTimeWait(port));
			return port;
		}
	}

	private static boolean isInTimeWait(int port) throws IOException {
		for (String file : List.of("tcp", "tcp6")) {
			try (TcpTable table = TcpTable.open(Path.of("/proc/self/net", file))) {
				while (table.next()) {
					if (table.localPort() == port && table.state() == TIME_WAIT) {
						return true;
					}
				}
			}
		}
		return false;
	}

	private static int port(ServerSocketChannel channel) throws IOException {
		return ((InetSocketAddress) channel.getLocalAddress()).getPort();
	}

	/**
	 * How to bind a listening socket.
	 *
	 * @param family the socket's family: the JDK's own choice is IPv6, for both
	 * @param address the address to bind
	 * @param option the option in question; the other one is off
	 * @param set whether it is set
	 */
	record Plan(ProtocolFamily family, String address, SocketOption<Boolean> option, boolean set) {

		ServerSocketChannel bind(int port) throws IOException {
			ServerSocketChannel channel = ServerSocketChannel.open(this.family);
			try {
				// On Linux the JDK sets it by itself
				channel.setOption(StandardSocketOptions.SO_REUSEADDR, false);
				channel.setOption(this.option, this.set);
				return channel.bind(new InetSocketAddress(this.address, port));
			}
			catch (IOException ex) {
				channel.close();
				throw ex;
			}
		}

		boolean canBind(int port) throws IOException {
			try (ServerSocketChannel bound = bind(port)) {
				return bound.isOpen();
			}
			catch (BindException ex) {
				return false;
			}
		}

		@Override
		public String toString() {
			return "%s %s %s%s".formatted(this.family, this.option, "0.0.0.0".equals(this.address) ? "W" : "L",
					this.set ? "+" : "-");
		}

	}

}
