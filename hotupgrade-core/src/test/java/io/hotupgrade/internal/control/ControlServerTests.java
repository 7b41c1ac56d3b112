package io.hotupgrade.internal.control;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.hotupgrade.internal.control.ControlMessage.Ready;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ControlServer} and its {@link SocketFile}.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlServerTests {

	@TempDir
	private Path temp;

	@Test
	void openMakesASocketForTheOwnerOnly() throws Exception {
		try (TestServer server = new TestServer(this.temp.resolve("c"))) {
			assertThat(server.server.path()).isEqualTo(socketFile());
			assertThat(mode(socketFile())).isEqualTo("rw-------");
			assertThat(mode(this.temp.resolve("c"))).isEqualTo("rwx------");
		}
	}

	@Test
	void closeEndsTheAcceptorPromptlyAndRemovesTheFile() throws Exception {
		Set<Thread> before = acceptors();
		TestServer server = new TestServer(this.temp.resolve("c"));
		Set<Thread> own = acceptors();
		own.removeAll(before);
		Thread acceptor = own.iterator().next();
		assertThat(acceptor.isDaemon()).isTrue();
		server.close();
		acceptor.join(CapturingHandler.PROMPTLY.toMillis());
		assertThat(acceptor.isAlive()).isFalse();
		assertThat(socketFile()).doesNotExist();
		assertThatIOException().isThrownBy(server::connect).withMessageContaining("No such file");
		server.close();
	}

	@Test
	void closeLeavesAcceptedConnectionsOpen() throws Exception {
		TestServer server = new TestServer(this.temp.resolve("c"));
		try (ControlChannel client = server.connect(); ControlChannel accepted = server.awaitAccepted()) {
			CapturingHandler handler = new CapturingHandler();
			accepted.start(handler);
			server.close();
			client.send(new Ready());
			handler.awaitMessages(1);
		}
	}

	@Test
	void closeWhenTheFileIsAnothersLeavesIt() throws Exception {
		TestServer server = new TestServer(this.temp.resolve("c"));
		Files.delete(socketFile());
		Files.createFile(socketFile());
		server.close();
		assertThat(socketFile()).exists();
	}

	@Test
	void openWhenFileIsStaleReplacesIt() throws Exception {
		ControlDirectory.prepare(this.temp.resolve("c"));
		ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		dead.bind(UnixDomainSocketAddress.of(socketFile()));
		dead.close();
		assertThat(socketFile()).exists();
		try (TestServer server = new TestServer(this.temp.resolve("c")); ControlChannel client = server.connect()) {
			assertThat(server.awaitAccepted().peer()).isEqualTo(client.peer());
		}
	}

	@Test
	void openWhenFileIsInUseRefusesAndLeavesIt() throws Exception {
		try (TestServer server = new TestServer(this.temp.resolve("c"))) {
			assertRefused(this.temp.resolve("c"), "in use by a living process");
			server.connect().close();
		}
	}

	@Test
	void openWhenFileIsNoSocketRefusesAndLeavesIt() throws Exception {
		ControlDirectory.prepare(this.temp.resolve("c"));
		Path victim = Files.createFile(this.temp.resolve("victim"));
		Files.createSymbolicLink(socketFile(), victim);
		assertRefused(this.temp.resolve("c"), "in the place of the control socket; remove it");
		assertThat(victim).exists();
	}

	@Test
	void openWhenPathIsTooLongSaysHowLong() {
		Path directory = this.temp.resolve("d".repeat(100));
		int length = directory.resolve(ProcessHandle.current().pid() + ".sock").toString().length();
		assertRefused(directory, "has " + length + " bytes, and the system allows 107");
	}

	@Test
	void openWhenPathIsNotAsciiRefuses() {
		assertRefused(this.temp.resolve("g\u00fcnther"), "only have ASCII characters");
	}

	@Test
	void openWhenDirectoryIsASymbolicLinkRefuses() throws Exception {
		ControlDirectory.prepare(this.temp.resolve("real"));
		assertRefused(Files.createSymbolicLink(this.temp.resolve("c"), this.temp.resolve("real")),
				"is a symbolic link");
	}

	@Test
	void openWhenDirectoryIsOpenToOthersNamesTheRemedy() throws Exception {
		Path directory = Files.createDirectory(this.temp.resolve("c"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused(directory, "chmod 700 " + directory);
	}

	@Test
	void acceptWhenTooManyConnectionsAreOpenClosesFurtherOnes() throws Exception {
		try (TestServer server = new TestServer(this.temp.resolve("c"))) {
			List<SocketChannel> silent = new ArrayList<>();
			for (int i = 0; i < ControlServer.MAX_CONNECTIONS; i++) {
				silent.add(server.connectRaw());
				server.awaitAccepted().start(new CapturingHandler());
			}
			assertThat(endsAtOnce(server)).isTrue();
			silent.remove(0).close();
			Awaitility.await().atMost(CapturingHandler.PROMPTLY).until(() -> isAccepted(server));
			for (SocketChannel channel : silent) {
				channel.close();
			}
		}
	}

	@Test
	void acceptWhenUserIsNotAllowedClosesBeforeReading() throws Exception {
		ControlConnector nobody = new ControlConnector((uid) -> false, new ControlCodec(), Duration.ofSeconds(1));
		List<ControlChannel> accepted = new ArrayList<>();
		try (ControlServer server = ControlServer.open(this.temp.resolve("c"), accepted::add, nobody);
				SocketChannel raw = TestServer.connectRaw(server.path())) {
			assertThat(raw.read(ByteBuffer.allocate(1))).isEqualTo(-1);
			assertThat(accepted).isEmpty();
		}
	}

	@Test
	void connectWhenUserIsNotAllowedSaysWho() throws Exception {
		ControlConnector nobody = new ControlConnector((uid) -> false, new ControlCodec(), Duration.ofSeconds(1));
		try (TestServer server = new TestServer(this.temp.resolve("c"))) {
			assertThatIOException().isThrownBy(() -> nobody.connect(server.server.path()))
				.withMessageContaining("belongs to user " + CurrentUser.uid());
		}
	}

	@Test
	void acceptWhenConsumerFailsGoesOnAccepting() throws Exception {
		AtomicBoolean broken = new AtomicBoolean(true);
		try (TestServer server = new TestServer(this.temp.resolve("c"), Duration.ofSeconds(1), (channel) -> {
			Thread.currentThread().interrupt();
			if (broken.getAndSet(false)) {
				throw new IllegalStateException("broken");
			}
		})) {
			assertThat(endsAtOnce(server)).isTrue();
			server.connect().close();
			server.awaitAccepted().close();
		}
	}

	@Test
	void connectWhenServerDoesNotAcceptGivesUpInTime() throws Exception {
		Path path = this.temp.resolve("full.sock");
		ControlConnector hasty = new ControlConnector((uid) -> true, new ControlCodec(), Duration.ofMillis(300));
		try (ServerSocketChannel full = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			full.bind(UnixDomainSocketAddress.of(path), 1);
			List<ControlChannel> waiting = new ArrayList<>();
			assertThatIOException().isThrownBy(() -> {
				for (int i = 0; i < 10; i++) {
					waiting.add(hasty.connect(path));
				}
			}).withMessageContaining("accepts no connection within 300 ms");
			waiting.forEach(ControlChannel::close);
		}
	}

	private void assertRefused(Path directory, String message) {
		assertThatExceptionOfType(ControlUnavailableException.class)
			.isThrownBy(() -> ControlServer.open(directory, ControlChannel::close))
			.withMessageContaining(directory.toString())
			.withMessageContaining(message);
	}

	private static boolean endsAtOnce(TestServer server) throws Exception {
		try (SocketChannel raw = server.connectRaw()) {
			return raw.read(ByteBuffer.allocate(1)) == -1;
		}
	}

	private static boolean isAccepted(TestServer server) throws Exception {
		try (SocketChannel raw = server.connectRaw()) {
			ControlChannel accepted = server.accepted.poll(500, TimeUnit.MILLISECONDS);
			if (accepted == null) {
				return false;
			}
			accepted.close();
			return raw.isConnected();
		}
	}

	/** Those of earlier tests may still be ending. */
	private static Set<Thread> acceptors() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("hotupgrade-control-acceptor"))
			.collect(Collectors.toCollection(HashSet::new));
	}

	private Path socketFile() {
		return this.temp.resolve("c").resolve(ProcessHandle.current().pid() + ".sock");
	}

	private static String mode(Path path) throws Exception {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
	}

}
