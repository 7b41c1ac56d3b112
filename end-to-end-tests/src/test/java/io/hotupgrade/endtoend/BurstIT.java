package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A burst of connections that the kernel establishes while the predecessor is held, as a
 * long pause holds it: when it goes on, it finds them in its accept queue together with
 * the news that the successor is ready, and has to serve them all before it closes its
 * listener. That a plain close loses what waits there is shown by the core's
 * {@code ListenerCloseTests}.
 */
class BurstIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int CONNECTIONS = 600;

	@TempDir
	Path directory;

	@Test
	void connectionsInTheAcceptQueueAreServed() throws Exception {
		try (SampleInstance sample = SampleInstance
			.start(Sample.in(this.directory).withArguments("--hotupgrade.probation=0s"), LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint()
				.awaitStatus("successor that listens", LIMIT, (status) -> status.state().equals("STARTING"));
			long predecessor = begun.predecessor().pid();
			Processes.signal(predecessor, "STOP");
			awaitStarted(predecessor + "-" + begun.id() + ".out");
			List<Socket> burst = connect(sample.port());
			Processes.signal(predecessor, "CONT");
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			System.out.println(ended);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(served(burst)).isEqualTo(CONNECTIONS);
		}
	}

	/**
	 * Waits until the successor is about to report that it is ready, which the
	 * predecessor will learn together with the burst.
	 */
	private void awaitStarted(String capture) {
		Path output = this.directory.resolve("control").resolve(capture);
		Awaitility.await("start of the successor")
			.atMost(LIMIT)
			.until(() -> Files.readString(output).contains("Started SampleApplication"));
	}

	private static List<Socket> connect(int port) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (int number = 0; number < CONNECTIONS; number++) {
			Socket socket = new Socket();
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			sockets.add(socket);
		}
		return sockets;
	}

	private static long served(List<Socket> sockets) {
		return sockets.stream().filter(BurstIT::isServed).count();
	}

	private static boolean isServed(Socket socket) {
		try (socket) {
			byte[] start = socket.getInputStream().readNBytes(12);
			return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
