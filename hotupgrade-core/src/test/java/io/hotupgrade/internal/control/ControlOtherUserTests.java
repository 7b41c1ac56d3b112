package io.hotupgrade.internal.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Meets a process of another user, which takes being root.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("root")
class ControlOtherUserTests {

	private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

	private static final long NOBODY = 65534;

	/** Either end of a connection, by the JDK's own means, for the source launcher. */
	private static final String PEER = """
			import java.net.*;
			import java.nio.*;
			import java.nio.channels.*;

			class Peer {
				public static void main(String[] args) throws Exception {
					UnixDomainSocketAddress address = UnixDomainSocketAddress.of(args[1]);
					if (args[0].equals("connect")) {
						SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
						channel.connect(address);
						System.out.println("read " + channel.read(ByteBuffer.allocate(1)));
						return;
					}
					ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
					System.out.println("listening");
					System.in.read();
				}
			}
			""";

	@TempDir
	private Path temp;

	private Process peer;

	@BeforeEach
	void prepare() throws Exception {
		assumeTrue(CurrentUser.uid() == 0 && Files.isExecutable(SETPRIV), "needs root and setpriv");
		open(this.temp, "rwxrwxrwx");
		Files.writeString(this.temp.resolve("Peer.java"), PEER);
	}

	@AfterEach
	void stop() throws Exception {
		if (this.peer != null) {
			this.peer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void acceptWhenPeerIsAnotherUserClosesBeforeReading() throws Exception {
		List<ControlChannel> accepted = new CopyOnWriteArrayList<>();
		try (ControlServer server = ControlServer.open(this.temp.resolve("c"), accepted::add)) {
			// The file modes, which alone would keep the other user away, are given up
			// here.
			open(this.temp.resolve("c"), "rwx--x--x");
			open(server.path(), "rw-rw-rw-");
			assertThat(startPeer("connect", server.path())).isEqualTo("read -1");
			assertThat(accepted).isEmpty();
		}
	}

	@Test
	void connectWhenServerIsAnotherUserIsRefused() throws Exception {
		Path socket = this.temp.resolve("other.sock");
		assertThat(startPeer("listen", socket)).isEqualTo("listening");
		assertThatIOException().isThrownBy(() -> ControlChannel.connect(socket))
			.withMessageContaining("process " + this.peer.pid() + ", belongs to user " + NOBODY);
	}

	@Test
	void prepareWhenDirectoryIsAnotherUsersIsRefused() throws Exception {
		Path directory = Files.createDirectory(this.temp.resolve("theirs"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.setAttribute(directory, "unix:uid", (int) NOBODY);
		assertThatIOException().isThrownBy(() -> ControlDirectory.prepare(directory))
			.withMessageContaining("belongs to user " + NOBODY);
	}

	/** Returns the peer's first line of output. */
	private String startPeer(String role, Path socket) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.peer = new ProcessBuilder(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups",
				java, this.temp.resolve("Peer.java").toString(), role, socket.toString())
			.redirectErrorStream(true)
			.start();
		BufferedReader output = this.peer.inputReader();
		String line = output.readLine();
		while (line != null && line.startsWith("WARNING")) {
			line = output.readLine();
		}
		return line;
	}

	private static void open(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
