package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link TcpTable}.
 */
class TcpTableTests {

	@TempDir
	private Path directory;

	private ProcFiles proc;

	@BeforeEach
	void createFiles() throws IOException {
		this.proc = new ProcFiles(this.directory);
	}

	@Test
	void readsARowAsLinuxWritesIt() throws IOException {
		Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
		Path file = this.proc.tcp("  12: 0100007F:1F90 0200007F:C350 0A 00000000:0000002A 00:00000000 00000000 "
				+ "    0        0 1198 1 00000000e27ed3ec 100 0 0 10 0                      ");
		try (TcpTable table = TcpTable.open(file)) {
			assertThat(table.next()).isTrue();
			assertThat(table.state()).isEqualTo(TcpTable.LISTEN);
			assertThat(table.localAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			assertThat(table.localPort()).isEqualTo(8080);
			assertThat(table.remote()).isEqualTo(new InetSocketAddress("127.0.0.2", 50000));
			assertThat(table.receiveQueue()).isEqualTo(42);
			assertThat(table.inode()).isEqualTo(1198);
			assertThat(table.next()).isFalse();
			assertThat(table.next()).isFalse();
		}
	}

	@Test
	void readsIpv6Addresses() throws IOException {
		Path file = this.proc
			.tcp6(ProcFiles.row(0, ProcFiles.end6("fe80::1:2", 1), ProcFiles.end6("10.1.2.3", 65535), 3, 0, 0));
		try (TcpTable table = TcpTable.open(file)) {
			assertThat(table.next()).isTrue();
			assertThat(table.state()).isEqualTo(TcpTable.SYN_RECV);
			assertThat(table.localAddress()).isEqualTo(InetAddress.getByName("fe80::1:2"));
			assertThat(table.remote()).isEqualTo(new InetSocketAddress("10.1.2.3", 65535));
		}
	}

	@Test
	void readsRowsAcrossManyBuffers() throws IOException {
		int rows = 12_000;
		Path file = this.proc.tcp(IntStream.range(0, rows)
			.mapToObj((i) -> ProcFiles.row(i, "00000000:%04X".formatted(i), "00000000:0000", 1, i, 1_000_000L + i))
			.toArray(String[]::new));
		try (TcpTable table = TcpTable.open(file)) {
			for (int i = 0; i < rows; i++) {
				assertThat(table.next()).isTrue();
				assertThat(table.localPort()).isEqualTo(i);
				assertThat(table.receiveQueue()).isEqualTo(i);
				assertThat(table.inode()).isEqualTo(1_000_000L + i);
			}
			assertThat(table.next()).isFalse();
		}
	}

	@Test
	void openWhenThereIsNoFileHasNoRows() throws IOException {
		try (TcpTable table = TcpTable.open(this.directory.resolve("none"))) {
			assertThat(table.next()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   0:", "   0: 00000000", "   0: 00000000:1F90 00000000:0000 0",
			"   0: 00000000:1F90 00000000:0000 XX 00000000:00000000 00:00000000 00000000  1000  0 7",
			"   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0",
			"   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 seven",
			"   0: 000000:1F90 000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 7" })
	void readWhenRowIsMalformedShowsIt(String row) throws IOException {
		Path file = this.proc.tcp(row);
		assertThatIOException().isThrownBy(() -> readFirstRow(file))
			.withMessageContaining(file.toString())
			.withMessageContaining("'" + row + "'");
	}

	@Test
	void readWhenLineHasNoEndFails() throws IOException {
		Path file = this.proc.tcp("0".repeat(10_000));
		assertThatIOException().isThrownBy(() -> readFirstRow(file)).withMessageContaining("at most 8192 bytes");
	}

	private static void readFirstRow(Path file) throws IOException {
		try (TcpTable table = TcpTable.open(file)) {
			table.next();
			table.state();
			table.localAddress();
			table.receiveQueue();
			table.inode();
		}
	}

}
