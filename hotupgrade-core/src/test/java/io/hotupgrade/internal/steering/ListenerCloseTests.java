package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.SocketOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests against the running kernel for what becomes of connections when a listener is
 * closed.
 */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try")
class ListenerCloseTests {

	private static final int BURST = 160;

	/** In each there is a moment in which the fault would show. */
	private static final int ROUNDS = 10;

	/** The acceptor gets to run once in so many connections: its queue grows. */
	private static final int SLOWNESS = 4;

	private LinuxSocketSteering steering;

	@BeforeEach
	void createSteering() throws IOException {
		this.steering = new LinuxSocketSteering(Path.of("/proc"));
	}

	@Test
	void closeInBurstLosesWhatWaitsToBeAccepted() throws IOException {
		try (TestListener first = TestListener.open(); TestClients clients = new TestClients()) {
			burst(clients, first);
			first.answerAll();
			try (TestListener second = first.openAnother()) {
				first.closeListener();
				burst(clients, second);
				second.acceptAll();
				second.answerAll();
				assertThat(clients.countLost()).isEqualTo(BURST - BURST / SLOWNESS);
			}
		}
	}

	@Test
	void closeInBurstWhenSteeredAwayAndEmptiedLosesNothing() throws IOException {
		try (TestListener first = TestListener.open(); TestClients clients = new TestClients()) {
			this.steering.steer(first.address(), SteeringProgram.toFirst());
			burst(clients, first);
			try (TestListener second = first.openAnother()) {
				this.steering.steer(first.address(), SteeringProgram.toSecond());
				burst(clients, second);
				empty(first);
				first.closeListener();
				burst(clients, second);
				empty(second);
				assertThat(clients.countLost()).isZero();
				assertThat(first.accepted()).isEqualTo(BURST);
				assertThat(second.accepted()).isEqualTo(2 * BURST);
			}
		}
	}

	private static void burst(TestClients clients, TestListener listener) throws IOException {
		for (int i = 0; i < BURST; i++) {
			clients.connect(listener.address());
			if (i % SLOWNESS == 0) {
				Soon.await().until(listener::acceptOne);
			}
		}
	}

	/** Of the listeners of this process at the address, that found first is meant. */
	private void empty(TestListener listener) throws IOException {
		Soon.await().until(() -> {
			listener.acceptAll();
			boolean noHandshake = this.steering.handshakes(listener.address()).isEmpty();
			return noHandshake && this.steering.inspect(listener.address()).acceptQueue() == 0;
		});
		listener.answerAll();
	}

	@Test
	void refuseNewConnectionsKeepsWhatWaitsToBeAccepted() throws IOException {
		try (TestListener listener = TestListener.open(); TestClients clients = new TestClients()) {
			clients.connect(listener.address());
			try (Closeable refusal = refuse(listener)) {
				Soon.await().until(listener::acceptOne);
				listener.answerAll();
				assertThat(clients.countLost()).isZero();
			}
		}
	}

	@Test
	void refuseNewConnectionsLetsConnectionsThatWereAcceptedLive() throws IOException {
		try (TestListener listener = TestListener.open(); TestClients clients = new TestClients()) {
			clients.connect(listener.address());
			Soon.await().until(listener::acceptOne);
			try (Closeable refusal = refuse(listener)) {
				listener.answerAll();
				assertThat(clients.countLost()).isZero();
			}
		}
	}

	@Test
	void refuseNewConnectionsLetsHandshakesUnderWayEndInConnectionsThatHear() throws IOException {
		try (TestListener listener = TestListener.open(); Socket client = new Socket()) {
			int descriptor = new ListenerTables(Path.of("/proc"), new SpareDescriptors()).find(listener.address())
				.descriptor();
			Posix.load().set(descriptor, new SocketOption("TCP_DEFER_ACCEPT", 6, 9), 60, "listener");
			client.connect(listener.address(), 5000);
			assertThat(this.steering.handshakes(listener.address())).hasSize(1);
			try (Closeable refusal = refuse(listener)) {
				client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
				Soon.await().until(listener::acceptOne);
				listener.answerAll();
				client.setSoTimeout(5000);
				assertThat(client.getInputStream().read()).isNotNegative();
			}
		}
	}

	@Test
	void refuseNewConnectionsIgnoresNewOnesUntilListenerIsClosed() throws IOException {
		try (TestListener listener = TestListener.open(); SocketChannel client = SocketChannel.open()) {
			try (Closeable refusal = refuse(listener)) {
				assertThat(beginToConnect(client, listener.address())).isFalse();
				assertThat(this.steering.inspect(listener.address()).acceptQueue()).isZero();
				assertThat(client.finishConnect()).isFalse();
				listener.closeListener();
			}
			Soon.await()
				.untilAsserted(
						() -> assertThatExceptionOfType(ConnectException.class).isThrownBy(client::finishConnect));
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> {
				try (Socket late = new Socket()) {
					late.connect(listener.address(), 5000);
				}
			});
		}
	}

	@Test
	void refuseNewConnectionsInBurstOntoFullQueueLosesNothing() throws IOException {
		try (TestListener listener = TestListener.open(); TestClients clients = new TestClients()) {
			this.steering.steer(listener.address(), SteeringProgram.toFirst());
			burst(clients, listener);
			try (Closeable refusal = refuse(listener); SocketChannel late = SocketChannel.open()) {
				assertThat(beginToConnect(late, listener.address())).isFalse();
				empty(listener);
				listener.closeListener();
				assertThat(clients.countLost()).isZero();
				assertThat(listener.accepted()).isEqualTo(BURST);
			}
		}
	}

	@Test
	void refuseNewConnectionsWhenNothingWasSteeredBeforeLeavesNobodyUnaccepted() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			try (TestListener listener = TestListener.open()) {
				Connecting connecting = Connecting.begin(listener);
				try (Closeable refusal = refuse(listener)) {
					int connected = connecting.end();
					Soon.await().untilAsserted(() -> {
						listener.acceptAll();
						assertThat(listener.accepted()).isGreaterThanOrEqualTo(connected);
					});
				}
			}
		}
	}

	@Test
	void refuseNewConnectionsWhenNotListeningDoesNothing() throws IOException {
		try (TestListener closed = TestListener.open()) {
			closed.closeListener();
			refuse(closed).close();
		}
	}

	private Closeable refuse(TestListener listener) {
		return this.steering.refuseNewConnections(listener.address());
	}

	private static boolean beginToConnect(SocketChannel client, InetSocketAddress address) throws IOException {
		client.configureBlocking(false);
		return client.connect(address);
	}

	/**
	 * Somebody who connects again and again, on a thread that also accepts.
	 */
	private static final class Connecting extends Thread {

		private final TestListener listener;

		private final CountDownLatch begun = new CountDownLatch(1);

		private final List<SocketChannel> connected = new ArrayList<>();

		private volatile boolean ending;

		private Connecting(TestListener listener) {
			this.listener = listener;
		}

		static Connecting begin(TestListener listener) throws InterruptedException {
			Connecting connecting = new Connecting(listener);
			connecting.start();
			assertThat(connecting.begun.await(5, TimeUnit.SECONDS)).isTrue();
			return connecting;
		}

		@Override
		public void run() {
			try {
				// Whoever does not get through at once is not heard any more.
				while (!this.ending && connect()) {
					this.listener.acceptAll();
					this.begun.countDown();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private boolean connect() throws IOException {
			SocketChannel channel = SocketChannel.open();
			boolean through = beginToConnect(channel, this.listener.address());
			long begunAt = System.nanoTime();
			while (!through && !this.ending && System.nanoTime() - begunAt < TimeUnit.MILLISECONDS.toNanos(500)) {
				through = channel.finishConnect();
			}
			if (through) {
				this.connected.add(channel);
			}
			else {
				channel.close();
			}
			return through;
		}

		/** Ends it and tells how many connections have come about. */
		int end() throws InterruptedException, IOException {
			this.ending = true;
			join();
			for (SocketChannel channel : this.connected) {
				channel.close();
			}
			return this.connected.size();
		}

	}

}
