package io.hotupgrade.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.steering.SteeringProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PortHold} on real sockets. To the kernel it makes no difference
 * whether two of them belong to one process or to two.
 */
@EnabledOnOs(OS.LINUX)
class PortHoldTests {

	private static final int MEETINGS = 100;

	private PortHold hold = PortHold.NONE;

	@AfterEach
	void release() {
		this.hold.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "0.0.0.0" })
	void portIsInUseFromTheHoldToTheEndOfTheListener(InetAddress host) throws IOException {
		InetSocketAddress address = freePort(host);
		this.hold = PortHold.take(address);
		assertInUse(address);
		try (ServerSocketChannel listener = listen(address)) {
			assertInUse(address);
			this.hold.close();
			assertInUse(address);
			assertThat(listener.isOpen()).isTrue();
		}
		assertFree(address);
	}

	@Test
	void portIsFreeAgainIfTheListenerIsNeverBound() throws IOException {
		InetSocketAddress address = freePort(InetAddress.getLoopbackAddress());
		this.hold = PortHold.take(address);
		this.hold.close();
		this.hold.close();
		assertFree(address);
	}

	@Test
	void wildcardAndSpecificAddressExcludeEachOther() throws IOException {
		InetSocketAddress specific = freePort(InetAddress.getLoopbackAddress());
		InetSocketAddress wildcard = new InetSocketAddress(specific.getPort());
		this.hold = PortHold.take(specific);
		assertInUse(wildcard);
		this.hold.close();
		this.hold = PortHold.take(wildcard);
		assertInUse(specific);
	}

	@Test
	void portThatIsListenedOnWithTheSameOptionsIsInUse() throws IOException {
		try (ServerSocketChannel listener = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			assertInUse((InetSocketAddress) listener.getLocalAddress());
		}
	}

	@Test
	void whoConnectsToAHeldPortIsRefused() throws IOException {
		InetSocketAddress address = freePort(InetAddress.getLoopbackAddress());
		this.hold = PortHold.take(address);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> SocketChannel.open(address).close());
	}

	@Test
	void listenerIsAloneInItsGroupGetsEveryConnectionAndCanBeSteered() throws IOException {
		InetSocketAddress address = freePort(InetAddress.getLoopbackAddress());
		this.hold = PortHold.take(address);
		try (ServerSocketChannel listener = listen(address)) {
			SocketSteering steering = SocketSteering.detect();
			connect(address, listener);
			assertThat(steering.inspect(address).members()).isOne();
			steering.steer(address, SteeringProgram.toFirst());
			connect(address, listener);
			this.hold.close();
			connect(address, listener);
			assertThat(steering.inspect(address).members()).isOne();
		}
	}

	private static void connect(InetSocketAddress address, ServerSocketChannel listener) throws IOException {
		for (int i = 0; i < 10; i++) {
			try (SocketChannel client = SocketChannel.open(address); SocketChannel accepted = listener.accept()) {
				assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
			}
		}
	}

	/** Without SO_REUSEADDR a server could not be started again for a minute. */
	@Test
	void oldConnectionsOfThePortDoNotMatter() throws IOException {
		InetSocketAddress address = freePort(InetAddress.getLoopbackAddress());
		try (ServerSocketChannel listener = listen(address); SocketChannel client = SocketChannel.open(address)) {
			// Whoever closes first is left in TIME_WAIT.
			listener.accept().close();
			assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
		}
		this.hold = PortHold.take(address);
		listen(address).close();
	}

	@Test
	void ofTwoAtTheSameMomentExactlyOneGetsThePort() throws Exception {
		ExecutorService other = Executors.newSingleThreadExecutor();
		try {
			for (int i = 0; i < MEETINGS; i++) {
				InetSocketAddress address = freePort(InetAddress.getLoopbackAddress());
				CyclicBarrier meeting = new CyclicBarrier(2);
				Callable<PortHold> start = () -> {
					meeting.await();
					try {
						return PortHold.take(address);
					}
					catch (BindException ex) {
						return PortHold.NONE;
					}
				};
				Future<PortHold> theirs = other.submit(start);
				try (PortHold one = start.call(); PortHold another = theirs.get()) {
					assertThat(List.of(one, another)).containsOnlyOnce(PortHold.NONE);
				}
			}
		}
		finally {
			other.shutdownNow();
		}
	}

	@Test
	void portThatTheKernelChoosesNeedsNoHold() throws IOException {
		assertThat(PortHold.take(new InetSocketAddress(0))).isSameAs(PortHold.NONE);
		PortHold.NONE.close();
	}

	private static InetSocketAddress freePort(InetAddress host) throws IOException {
		try (ServerSocketChannel channel = ServerSocketChannel.open()) {
			channel.bind(new InetSocketAddress(host, 0));
			return new InetSocketAddress(host, channel.socket().getLocalPort());
		}
	}

	/** As a server binds its listener. */
	private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		return channel.bind(address);
	}

	private static void assertInUse(InetSocketAddress address) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> PortHold.take(address).close());
	}

	private static void assertFree(InetSocketAddress address) {
		assertThatNoException().isThrownBy(() -> PortHold.take(address).close());
	}

}
