package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Set;

import io.hotupgrade.DrainSettings;
import io.hotupgrade.server.ServerLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Drain}: the order of its steps. That nothing is lost by it is for the
 * end-to-end tests to show.
 */
class DrainTests {

	private final TestServer server = new TestServer();

	private final TestSteering kernel = new TestSteering();

	private final Servers servers = new Servers();

	private long now;

	private Runnable duringPause = () -> {
	};

	private Drain drain(Duration timeout) {
		this.servers.add(this.server);
		DrainSettings settings = new DrainSettings(timeout, Duration.ZERO, Duration.ofSeconds(5));
		return new Drain(this.servers, new ListenerSteering(this.servers, () -> this.kernel), settings, () -> this.now,
				(duration) -> {
					this.now += duration.toNanos();
					this.duringPause.run();
				});
	}

	@Test
	void runClosesListenersOnlyOnceTheAcceptQueueIsEmpty() {
		this.server.empty.complete(null);
		this.kernel.acceptQueue = 3;
		this.duringPause = () -> {
			assertThat(this.server.calls).containsExactly("startDraining");
			this.kernel.acceptQueue--;
		};
		ServerLoad cut = drain(Duration.ofSeconds(60)).run(true, () -> this.server.calls.add("told"));
		assertThat(this.server.calls).containsExactly("startDraining", "closeListeners", "told");
		assertThat(cut).isEqualTo(ServerLoad.NONE);
		assertThat(this.kernel.acceptQueue).isZero();
	}

	@Test
	void runWaitsForTheHandshakesThatWereUnderWayOnly() {
		this.server.empty.complete(null);
		this.kernel.handshakes = Set.of("10.0.0.1:1", "10.0.0.2:2");
		this.duringPause = () -> this.kernel.handshakes = Set.of("10.0.0.3:3");
		drain(Duration.ofSeconds(60)).run(false, () -> {
		});
		assertThat(Duration.ofNanos(this.now)).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void runWhenTheQueueNeverEmptiesStopsWaitingAtItsLimit() {
		this.server.empty.complete(null);
		this.kernel.acceptQueue = 1;
		drain(Duration.ofSeconds(60)).run(false, () -> {
		});
		assertThat(Duration.ofNanos(this.now)).isEqualTo(Duration.ofSeconds(5));
		assertThat(this.server.calls).contains("closeListeners");
	}

	@Test
	void runClosesTheGateOnlyWhenNobodyElseServes() {
		this.server.empty.complete(null);
		drain(Duration.ofSeconds(60)).run(false, () -> {
		});
		assertThat(this.kernel.gates).isZero();
		drain(Duration.ofSeconds(60)).run(true, () -> {
		});
		assertThat(this.kernel.gates).isOne();
	}

	@Test
	void runWithTimeoutZeroCutsAtOnceAndCounts() {
		ServerLoad cut = drain(Duration.ZERO).run(true, () -> {
		});
		assertThat(cut).isEqualTo(new ServerLoad(7, 3));
		assertThat(this.server.calls).endsWith("closeConnections");
	}

}
