package io.hotupgrade.engine;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import io.hotupgrade.SteeringStatus;
import io.hotupgrade.internal.steering.ListenerSnapshot;
import io.hotupgrade.internal.steering.NoSteering;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.steering.SteeringProgram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerSteering}.
 */
class ListenerSteeringTests {

	private final Deque<SocketSteering> found = new ArrayDeque<>();

	private final ListenerSteering steering = new ListenerSteering(new Servers(), this.found::pop);

	@Test
	void whatCannotBeFoundOutNowIsFoundOutLater() {
		this.found.add(new Unknown());
		this.found.add(new Unknown());
		this.found.add(new TestSteering());
		assertThat(this.steering.status().mode()).isEqualTo(SteeringStatus.Mode.NONE);
		assertThat(this.steering.status().mode()).isEqualTo(SteeringStatus.Mode.NONE);
		assertThat(this.steering.status().mode()).isEqualTo(SteeringStatus.Mode.CBPF);
		assertThat(this.steering.status().mode()).isEqualTo(SteeringStatus.Mode.CBPF);
	}

	@Test
	void thatNothingCanBeSteeredIsFoundOutOnce() {
		this.found.add(new NoSteering("switched off"));
		assertThat(this.steering.status().detail()).isEqualTo("switched off");
		assertThat(this.steering.status().detail()).isEqualTo("switched off");
	}

	/**
	 * Of a process that has no descriptor left.
	 */
	private static final class Unknown implements SocketSteering {

		private final SocketSteering none = new NoSteering("unknown");

		@Override
		public boolean isPassing() {
			return true;
		}

		@Override
		public SteeringStatus status() {
			return this.none.status();
		}

		@Override
		public void steer(InetSocketAddress listener, SteeringProgram program) {
			this.none.steer(listener, program);
		}

		@Override
		public Closeable refuseNewConnections(InetSocketAddress listener) {
			return this.none.refuseNewConnections(listener);
		}

		@Override
		public ListenerSnapshot inspect(InetSocketAddress listener) {
			return new ListenerSnapshot(1, 0);
		}

		@Override
		public Set<String> handshakes(InetSocketAddress listener) {
			return Set.of();
		}

		@Override
		public List<String> findRivals(InetSocketAddress listener) {
			return List.of();
		}

	}

}
