package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;

import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.SocketOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests for {@link LinuxSocketSteering#inspect} against the running kernel.
 */
@EnabledOnOs(OS.LINUX)
class ListenerInspectionTests {

	private LinuxSocketSteering steering;

	@BeforeEach
	void createSteering() throws IOException {
		this.steering = new LinuxSocketSteering(Path.of("/proc"));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, INET", "127.0.0.1, INET6", "0.0.0.0, INET", "0.0.0.0, INET6", "::, INET6", "::1, INET6" })
	void inspectFindsListenerOfEachKind(InetAddress address, StandardProtocolFamily family) throws IOException {
		try (TestListener listener = open(address, family)) {
			InetSocketAddress asBound = new InetSocketAddress(address, listener.address().getPort());
			assertThat(this.steering.inspect(asBound)).isEqualTo(new ListenerSnapshot(1, 0));
			assertThat(this.steering.inspect(listener.address())).isEqualTo(new ListenerSnapshot(1, 0));
			this.steering.steer(asBound, SteeringProgram.toFirst());
		}
	}

	private static TestListener open(InetAddress address, ProtocolFamily family) throws IOException {
		try {
			return TestListener.open(new InetSocketAddress(address, 0), family);
		}
		catch (BindException | UnsupportedOperationException ex) {
			return abort("No such address here: " + address);
		}
	}

	@Test
	void inspectDoesNotReadOnToTheConnections(@TempDir Path directory) throws IOException {
		ProcFiles proc = new ProcFiles(directory);
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", 8080);
		proc.descriptor(5, "socket:[77]");
		proc.tcp(ProcFiles.listener(0, "127.0.0.1", 8080, 3, 77),
				ProcFiles.row(1, ProcFiles.end("127.0.0.1", 8080), "ZZZZZZZZ:ZZZZ", 3, 0, 0));
		LinuxSocketSteering there = new LinuxSocketSteering(directory);
		assertThat(there.inspect(address)).isEqualTo(new ListenerSnapshot(1, 3));
		assertThatExceptionOfType(SteeringException.class).isThrownBy(() -> there.handshakes(address));
	}

	@Test
	void inspectCountsMembers() throws IOException {
		try (TestListener first = TestListener.open();
				TestListener second = first.openAnother();
				TestListener third = first.openAnother()) {
			assertThat(this.steering.inspect(first.address()).members()).isEqualTo(3);
			second.closeListener();
			third.closeListener();
			assertThat(this.steering.inspect(first.address()).members()).isOne();
		}
	}

	@Test
	void inspectDoesNotCountOtherAddressAsMember() throws IOException {
		try (TestListener specific = TestListener.open();
				TestListener wildcard = TestListener.open(new InetSocketAddress(specific.address().getPort()),
						StandardProtocolFamily.INET6)) {
			assertThat(this.steering.inspect(specific.address()).members()).isOne();
			assertThat(this.steering.inspect(wildcard.address()).members()).isOne();
		}
	}

	@Test
	void inspectDoesNotCountOtherFamilyAsMember() throws IOException {
		try (TestListener dual = TestListener.open(new InetSocketAddress(0), StandardProtocolFamily.INET6);
				TestListener ipv4 = TestListener.open(new InetSocketAddress("0.0.0.0", dual.address().getPort()),
						StandardProtocolFamily.INET);
				TestClients clients = new TestClients()) {
			assertThat(this.steering.inspect(dual.address()).members()).isOne();
			clients.connect(new InetSocketAddress("127.0.0.1", dual.address().getPort()));
			Soon.await().until(ipv4::acceptOne);
		}
	}

	@Test
	void inspectCountsConnectionsInAcceptQueue() throws IOException {
		try (TestListener listener = TestListener.open(); TestClients clients = new TestClients()) {
			for (int i = 0; i < 7; i++) {
				clients.connect(listener.address());
			}
			Soon.await().until(() -> this.steering.inspect(listener.address()).acceptQueue() == 7);
			listener.acceptOne();
			assertThat(this.steering.inspect(listener.address()).acceptQueue()).isEqualTo(6);
			listener.acceptAll();
			assertThat(this.steering.inspect(listener.address()).acceptQueue()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, INET", "127.0.0.1, INET6", "0.0.0.0, INET6" })
	void handshakesAreThoseUnderWay(InetAddress address, StandardProtocolFamily family) throws IOException {
		try (TestListener listener = open(address, family); Socket client = new Socket()) {
			letNoHandshakeEnd(listener.address());
			client.connect(new InetSocketAddress("127.0.0.1", listener.address().getPort()), 5000);
			assertThat(this.steering.handshakes(listener.address()))
				.containsExactly("127.0.0.1:" + client.getLocalPort());
			assertThat(this.steering.inspect(listener.address())).isEqualTo(new ListenerSnapshot(1, 0));
		}
	}

	@Test
	void handshakeMovesToAcceptQueue() throws IOException {
		try (TestListener listener = TestListener.open(); Socket client = new Socket()) {
			letNoHandshakeEnd(listener.address());
			client.connect(listener.address(), 5000);
			client.getOutputStream().write(1);
			Soon.await().until(() -> this.steering.inspect(listener.address()).equals(new ListenerSnapshot(1, 1)));
			assertThat(this.steering.handshakes(listener.address())).isEmpty();
		}
	}

	@Test
	void inspectWhenNotListeningFails() throws IOException {
		InetSocketAddress address;
		try (TestListener closed = TestListener.open()) {
			address = closed.address();
			this.steering.inspect(address);
		}
		assertThatExceptionOfType(SteeringException.class).isThrownBy(() -> this.steering.inspect(address))
			.withMessageContaining(address.toString())
			.withMessageContaining("/proc/self/net/tcp");
	}

	/** The kernel waits for a client's first bytes before it ends the handshake. */
	private static void letNoHandshakeEnd(InetSocketAddress listener) throws IOException {
		int descriptor = new ListenerTables(Path.of("/proc"), new SpareDescriptors()).find(listener).descriptor();
		Posix.load().set(descriptor, new SocketOption("TCP_DEFER_ACCEPT", 6, 9), 60, "listener");
	}

}
