package io.hotupgrade.engine;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.Preflight;
import io.hotupgrade.internal.steering.ListeningPorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FurtherPorts}, with a process that has sockets 11 to 14.
 */
class FurtherPortsTests {

	private static final String ROW = "   %d: 00000000:%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0"
			+ "        0 %d 1 0000000000000000 100 0 0 10 0\n";

	@TempDir
	private Path proc;

	@BeforeEach
	void listen() throws Exception {
		Path descriptors = Files.createDirectories(this.proc.resolve("self/fd"));
		for (int inode = 11; inode <= 14; inode++) {
			Files.createSymbolicLink(descriptors.resolve(Integer.toString(inode)), Path.of("socket:[" + inode + "]"));
		}
		Files.createDirectories(this.proc.resolve("self/net"));
		Files.writeString(this.proc.resolve("self/net/tcp"),
				"  sl  local_address rem_address   st\n" + ROW.formatted(0, 8080, "0A", 11)
						+ ROW.formatted(1, 9404, "0A", 12) + ROW.formatted(2, 40_000, "0A", 13)
						+ ROW.formatted(3, 5432, "0A", 99) + ROW.formatted(4, 9999, "01", 14));
		Path range = Files.createDirectories(this.proc.resolve("sys/net/ipv4")).resolve("ip_local_port_range");
		Files.writeString(range, "32768\t60999\n");
	}

	@Test
	void portThatIsNoServersIsNamed() {
		List<Preflight.Finding> findings = new FurtherPorts(this.proc, () -> List.of(TestServer.LISTENER)).look();
		assertThat(findings).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Preflight.Severity.WARNING);
			assertThat(finding.reason()).isEqualTo(Preflight.FURTHER_PORT);
			assertThat(finding.value()).isEqualTo("9404");
		});
	}

	@Test
	void nothingIsSaidWhereTheTablesCannotBeRead() {
		assertThat(new FurtherPorts(this.proc.resolve("self"), List::of).look()).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void realSocketIsSeen() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(new ListeningPorts(Path.of("/proc")).find()).contains(socket.getLocalPort());
		}
	}

}
