package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ListenerTables}.
 */
class ListenerTablesTests {

	private static final int PORT = 8080;

	private static final InetSocketAddress WILDCARD = new InetSocketAddress("0.0.0.0", PORT);

	private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", PORT);

	@TempDir
	private Path directory;

	private ProcFiles proc;

	private ListenerTables tables;

	@BeforeEach
	void createFiles() throws IOException {
		this.proc = new ProcFiles(this.directory);
		this.proc.descriptor(0, "anon_inode:[eventpoll]");
		this.proc.descriptor(1, "pipe:[70]");
		this.proc.descriptor(5, "socket:[77]");
		this.proc.descriptor(6, "socket:[88]");
		this.tables = new ListenerTables(this.directory, new SpareDescriptors());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::" })
	void findWhenAnyLocalFindsEachKindOfWildcard(String wanted) throws IOException {
		InetSocketAddress address = new InetSocketAddress(wanted, PORT);
		this.proc.tcp6(ProcFiles.listener6(0, "::", PORT, 3, 77));
		assertThat(this.tables.find(address)).isEqualTo(new OwnListener(table("tcp6"), 5, 3, 1));
		this.proc.tcp6();
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 4, 77));
		assertThat(this.tables.find(address)).isEqualTo(new OwnListener(table("tcp"), 5, 4, 1));
	}

	@Test
	void findWhenSpecificFindsMappedAddress() throws IOException {
		this.proc.tcp6(ProcFiles.listener6(0, "127.0.0.1", PORT, 0, 77));
		assertThat(this.tables.find(LOOPBACK).descriptor()).isEqualTo(5);
	}

	@Test
	void findPassesOverOtherPortsAddressesAndProcesses() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 9, 77), ProcFiles.listener(1, "127.0.0.1", 9090, 9, 77),
				ProcFiles.listener(2, "127.0.0.1", PORT, 9, 99), ProcFiles.listener(3, "127.0.0.1", PORT, 2, 88));
		assertThat(this.tables.find(LOOPBACK)).isEqualTo(new OwnListener(table("tcp"), 6, 2, 2));
	}

	@Test
	void findWhenListenerWasReopenedForgetsTheOldDescriptor() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 77));
		assertThat(this.tables.find(WILDCARD).descriptor()).isEqualTo(5);
		this.proc.descriptor(5, "pipe:[71]");
		this.proc.descriptor(9, "socket:[111]");
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 111));
		assertThat(this.tables.find(WILDCARD).descriptor()).isEqualTo(9);
	}

	@Test
	void findWhenDescriptorIsAnotherListenerNowDoesNotTakeIt() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 77), ProcFiles.listener(1, "0.0.0.0", 9090, 0, 88));
		assertThat(this.tables.find(WILDCARD).descriptor()).isEqualTo(5);
		this.proc.descriptor(5, "socket:[88]");
		this.proc.tcp(ProcFiles.listener(1, "0.0.0.0", 9090, 0, 88));
		assertThatIOException().isThrownBy(() -> this.tables.find(WILDCARD));
	}

	@Test
	void findWhenListenerIsAnotherProcesssFails() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 99));
		assertThatIOException().isThrownBy(() -> this.tables.find(WILDCARD))
			.withMessageContaining(table("tcp").toString());
	}

	@Test
	void findAllFindsEachOfThisProcess() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 1, 88), ProcFiles.listener(1, "0.0.0.0", PORT, 2, 99),
				ProcFiles.listener(2, "0.0.0.0", PORT, 3, 77));
		assertThat(this.tables.findAll(WILDCARD)).containsExactly(new OwnListener(table("tcp"), 5, 3, 3),
				new OwnListener(table("tcp"), 6, 1, 3));
	}

	@Test
	void findRivalsFindsWhatTakesConnectionsAway() throws IOException {
		this.proc.tcp6(ProcFiles.listener6(0, "::", PORT, 0, 77), ProcFiles.listener6(1, "::1", PORT, 0, 91),
				ProcFiles.listener6(2, "127.0.0.1", PORT, 0, 92));
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 93), ProcFiles.listener(1, "10.0.0.1", PORT, 0, 94),
				ProcFiles.listener(2, "0.0.0.0", 9090, 0, 95));
		assertThat(this.tables.findRivals(WILDCARD)).extracting(ListeningSocket::inode)
			.containsExactlyInAnyOrder(91L, 92L, 93L, 94L);
	}

	@Test
	void findRivalsPassesOverWhatIsForOtherConnections() throws IOException {
		this.proc.tcp6(ProcFiles.listener6(0, "::", PORT, 0, 91), ProcFiles.listener6(1, "::1", PORT, 0, 92));
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 77));
		assertThat(this.tables.findRivals(WILDCARD)).isEmpty();
		this.proc.tcp(ProcFiles.listener(0, "127.0.0.1", PORT, 0, 77), ProcFiles.listener(1, "0.0.0.0", PORT, 0, 93),
				ProcFiles.listener(2, "127.0.0.2", PORT, 0, 94));
		assertThat(this.tables.findRivals(LOOPBACK)).isEmpty();
	}

	@Test
	void findRivalsPassesOverMembersOfTheGroupAndOwnSockets() throws IOException {
		this.proc.tcp6(ProcFiles.listener6(0, "::", PORT, 0, 77), ProcFiles.listener6(1, "::", PORT, 0, 91));
		// The successor has the same two
		this.proc.tcp(ProcFiles.listener(0, "127.0.0.1", PORT, 0, 88), ProcFiles.listener(1, "127.0.0.1", PORT, 0, 92));
		assertThat(this.tables.findRivals(WILDCARD)).isEmpty();
	}

	@Test
	void findRivalsWhenListenerIsAnotherProcesssFails() throws IOException {
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 99));
		assertThatIOException().isThrownBy(() -> this.tables.findRivals(WILDCARD));
	}

	@Test
	void handshakesAreThoseOnThePort() throws IOException {
		String client = ProcFiles.end("10.0.0.9", 40000);
		this.proc.tcp(ProcFiles.listener(0, "0.0.0.0", PORT, 0, 77),
				ProcFiles.row(1, ProcFiles.end("10.0.0.1", PORT), client, 1, 0, 123),
				ProcFiles.row(2, ProcFiles.end("10.0.0.1", PORT), client, 3, 0, 0),
				ProcFiles.row(3, ProcFiles.end("10.0.0.1", 9090), ProcFiles.end("10.0.0.9", 40001), 3, 0, 0));
		assertThat(this.tables.handshakes(table("tcp"), WILDCARD)).containsExactly("10.0.0.9:40000");
		assertThat(this.tables.handshakes(table("tcp"), LOOPBACK)).isEmpty();
	}

	@Test
	void handshakesShowMappedAddressesAsIpv4() throws IOException {
		this.proc
			.tcp6(ProcFiles.row(0, ProcFiles.end6("127.0.0.1", PORT), ProcFiles.end6("127.0.0.1", 40000), 3, 0, 0));
		assertThat(this.tables.handshakes(table("tcp6"), LOOPBACK)).containsExactly("127.0.0.1:40000");
	}

	private Path table(String name) {
		return this.directory.resolve("self/net").resolve(name);
	}

}
