package io.hotupgrade.internal.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotifySocket}, with real sockets.
 */
@Timeout(60)
class NotifySocketTests {

	/** More than net.unix.max_dgram_qlen lets wait, which is 10 to 512. */
	private static final int MANY = 600;

	@TempDir
	Path directory;

	@Test
	void ofEnvironmentWithoutSocketIsEmpty() {
		assertThat(NotifySocket.of(Map.of())).isEmpty();
		assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
	}

	@Test
	void ofAddressOfAnotherKindIsEmpty() {
		assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"))).isEmpty();
	}

	@Test
	void sendToPathArrivesAsOneDatagram() throws IOException {
		try (TestManager manager = TestManager.at(this.directory.resolve("notify"));
				NotifySocket socket = manager.socket()) {
			assertThat(socket.send(NotifyMessage.EMPTY.ready().status("läuft"))).isTrue();
			assertThat(manager.receive()).isEqualTo("READY=1\nSTATUS=läuft");
		}
	}

	@Test
	void sendToAbstractNameArrives() throws IOException {
		String name = "hotupgrade/" + UUID.randomUUID();
		try (TestManager manager = TestManager.atAbstract(name); NotifySocket socket = manager.socket()) {
			assertThat(Files.readAllLines(Path.of("/proc/net/unix"))).anyMatch((line) -> line.endsWith(" @" + name));
			assertThat(socket.send(NotifyMessage.EMPTY.mainProcess(42))).isTrue();
			assertThat(manager.receive()).isEqualTo("MAINPID=42");
		}
	}

	@Test
	void sendWhenManagerDoesNotReadNeitherWaitsNorChangesTheOrder() throws IOException {
		try (TestManager manager = TestManager.at(this.directory.resolve("notify"));
				NotifySocket socket = manager.socket()) {
			int number = 0;
			while (socket.send(NotifyMessage.EMPTY.mainProcess(number)) && number < MANY) {
				number++;
			}
			assertThat(number).as("messages that the kernel has taken").isLessThan(MANY);
			int last = number + 20;
			for (int next = number + 1; next <= last; next++) {
				assertThat(socket.send(NotifyMessage.EMPTY.mainProcess(next))).isFalse();
			}
			for (int expected = 0; expected <= last; expected++) {
				assertThat(manager.receive()).isEqualTo("MAINPID=" + expected);
				socket.flush();
			}
			assertThat(socket.flush()).isTrue();
		}
	}

	@Test
	void closeSendsWhatWaits() throws Exception {
		try (TestManager manager = TestManager.at(this.directory.resolve("notify"))) {
			NotifySocket socket = manager.socket();
			int number = 0;
			while (socket.send(NotifyMessage.EMPTY.mainProcess(number))) {
				number++;
			}
			Thread closing = new Thread(socket::close);
			closing.start();
			for (int expected = 0; expected <= number; expected++) {
				assertThat(manager.receive()).isEqualTo("MAINPID=" + expected);
			}
			closing.join();
		}
	}

	@Test
	void sendWhenNobodyIsThereIsHarmless() {
		NotifySocket socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", this.directory.resolve("none").toString()))
			.orElseThrow();
		assertThat(socket.send(NotifyMessage.EMPTY.ready())).isFalse();
		assertThat(socket.flush()).isFalse();
		socket.giveUp();
		assertThat(socket.flush()).isTrue();
		socket.close();
		assertThat(socket.send(NotifyMessage.EMPTY.ready())).isTrue();
	}

	@Test
	void sendWhenAddressIsTooLongIsHarmless() {
		NotifySocket socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))).orElseThrow();
		socket.send(NotifyMessage.EMPTY.ready());
		socket.close();
	}

}
