package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.hotupgrade.SteeringStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LinuxSocketSteering} against the running kernel: who gets new
 * connections.
 */
@EnabledOnOs(OS.LINUX)
class LinuxSocketSteeringTests {

	private static final int CONNECTIONS = 500;

	private static final int BATCH = 100;

	private LinuxSocketSteering steering;

	@BeforeEach
	void createSteering() throws IOException {
		this.steering = new LinuxSocketSteering(Path.of("/proc"));
	}

	@Test
	void statusIsCbpf() {
		assertThat(this.steering.status()).isEqualTo(new SteeringStatus(SteeringStatus.Mode.CBPF, ""));
	}

	@Test
	void connectWhenNotSteeredReachesBoth() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			assertThat(connect(CONNECTIONS, first, second)).doesNotContain(0);
		}
	}

	@Test
	void steerWhenAloneIsInheritedByNewMember() throws IOException {
		try (TestListener first = TestListener.open()) {
			this.steering.steer(first.address(), SteeringProgram.toFirst());
			try (TestListener second = first.openAnother()) {
				assertThat(connect(CONNECTIONS, first, second)).containsExactly(CONNECTIONS, 0);
			}
		}
	}

	@Test
	void steerToSecondSendsAllToSecond() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toSecond());
			assertThat(connect(CONNECTIONS, first, second)).containsExactly(0, CONNECTIONS);
		}
	}

	@Test
	void steerToFirstAfterToSecondSendsAllBack() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toSecond());
			this.steering.steer(first.address(), SteeringProgram.toFirst());
			assertThat(connect(CONNECTIONS, first, second)).containsExactly(CONNECTIONS, 0);
		}
	}

	@Test
	void steerToSecondLeavesQueuedConnectionsWithFirst() throws IOException {
		try (TestListener first = TestListener.open(); TestClients clients = new TestClients()) {
			clients.connect(first.address());
			try (TestListener second = first.openAnother()) {
				this.steering.steer(first.address(), SteeringProgram.toSecond());
				Soon.await().until(first::acceptOne);
				first.answerAll();
				assertThat(clients.countLost()).isZero();
				assertThat(second.acceptOne()).isFalse();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 50, 90 })
	void steerToPercentSharesByChance(int percent) throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.percentToSecond(percent));
			int connections = 5000;
			double share = percent / 100.0;
			int standardDeviations = 4;
			double tolerance = standardDeviations * Math.sqrt(connections * share * (1 - share));
			int observed = connect(connections, first, second)[1];
			System.out.printf("%d %% asked, %.2f %% of %d connections observed (+-%.2f expected)%n", percent,
					100.0 * observed / connections, connections, 100 * tolerance / connections);
			assertThat((double) observed).isBetween(connections * share - tolerance, connections * share + tolerance);
		}
	}

	@Test
	void closeOfFirstWhenSteeredToSecondLeavesAllToSecond() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toSecond());
			first.closeListener();
			assertThat(connect(CONNECTIONS, second)).containsExactly(CONNECTIONS);
		}
	}

	@Test
	void closeOfFirstWhenSteeredToFirstLeavesAllToSecond() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toFirst());
			first.closeListener();
			assertThat(connect(CONNECTIONS, second)).containsExactly(CONNECTIONS);
		}
	}

	@Test
	void closeOfSecondWhenSteeredToSecondLeavesAllToFirst() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toSecond());
			second.closeListener();
			assertThat(connect(CONNECTIONS, first)).containsExactly(CONNECTIONS);
		}
	}

	@Test
	void openAfterDeathOfSecondIsSecondAgain() throws IOException {
		try (TestListener first = TestListener.open(); TestListener dead = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toSecond());
			dead.closeListener();
			try (TestListener next = first.openAnother()) {
				assertThat(connect(CONNECTIONS, first, next)).containsExactly(0, CONNECTIONS);
			}
		}
	}

	@Test
	void closeOfFirstMakesSecondTheFirst() throws IOException {
		try (TestListener first = TestListener.open(); TestListener second = first.openAnother()) {
			first.closeListener();
			try (TestListener third = second.openAnother()) {
				this.steering.steer(second.address(), SteeringProgram.toFirst());
				assertThat(connect(CONNECTIONS, second, third)).containsExactly(CONNECTIONS, 0);
				this.steering.steer(second.address(), SteeringProgram.toSecond());
				assertThat(connect(CONNECTIONS, second, third)).containsExactly(CONNECTIONS, CONNECTIONS);
			}
		}
	}

	@Test
	void closeOfFirstOfThreeMovesLastIntoItsPlace() throws IOException {
		try (TestListener first = TestListener.open();
				TestListener second = first.openAnother();
				TestListener third = first.openAnother()) {
			this.steering.steer(first.address(), SteeringProgram.toFirst());
			first.closeListener();
			assertThat(connect(CONNECTIONS, second, third)).containsExactly(0, CONNECTIONS);
		}
	}

	@Test
	void steerWhenListenerWasReopenedFindsTheNewOne() throws IOException {
		try (TestListener old = TestListener.open()) {
			this.steering.steer(old.address(), SteeringProgram.toFirst());
			old.closeListener();
			try (TestListener inItsDescriptor = TestListener.open();
					TestListener first = old.openAnother();
					TestListener second = old.openAnother()) {
				this.steering.steer(old.address(), SteeringProgram.toSecond());
				assertThat(connect(CONNECTIONS, first, second)).containsExactly(0, CONNECTIONS);
				assertThat(connect(CONNECTIONS, inItsDescriptor)).containsExactly(CONNECTIONS);
			}
		}
	}

	@Test
	void steerWhenNotListeningFails() throws IOException {
		InetSocketAddress address;
		try (TestListener closed = TestListener.open()) {
			address = closed.address();
		}
		assertThatExceptionOfType(SteeringException.class)
			.isThrownBy(() -> this.steering.steer(address, SteeringProgram.toFirst()))
			.withMessageContaining(address.toString())
			.satisfies((ex) -> assertThat(ex.getListener()).isEqualTo(address));
	}

	@Test
	void steerWhenBoundWithoutReusePortFails() throws IOException {
		try (ServerSocketChannel plain = ServerSocketChannel.open()) {
			plain.bind(new InetSocketAddress("127.0.0.1", 0));
			InetSocketAddress address = (InetSocketAddress) plain.getLocalAddress();
			assertThatExceptionOfType(SteeringException.class)
				.isThrownBy(() -> this.steering.steer(address, SteeringProgram.toFirst()))
				.withMessageContaining("EINVAL")
				.withMessageContaining("SO_REUSEPORT");
		}
	}

	/** Connects and tells how many connections each member has had by then. */
	private static int[] connect(int connections, TestListener... members) throws IOException {
		int before = accepted(members);
		for (int done = 0; done < connections; done += BATCH) {
			int expected = before + done + BATCH;
			try (TestClients clients = new TestClients()) {
				for (int i = 0; i < BATCH; i++) {
					clients.connect(members[0].address());
				}
				Soon.await().until(() -> accepted(members) == expected);
			}
		}
		return Stream.of(members).mapToInt(TestListener::accepted).toArray();
	}

	private static int accepted(TestListener... members) {
		Stream.of(members).forEach(TestListener::acceptAll);
		return Stream.of(members).mapToInt(TestListener::accepted).sum();
	}

}
