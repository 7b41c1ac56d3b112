package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.DrainSettings;
import io.hotupgrade.DrainStatus;
import io.hotupgrade.FarewellSettings;
import io.hotupgrade.FarewellSettings.Policy;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Drain}: the order of its steps. That nothing is lost by it is for the
 * end-to-end tests to show.
 */
class DrainTests {

	private static final Duration LONG = Duration.ofDays(1);

	private final TestServer server = new TestServer();

	private final TestSteering kernel = new TestSteering();

	private final Servers servers = new Servers();

	private long now;

	private Runnable duringPause = () -> {
	};

	private Drain drain(Duration timeout) {
		return drain(new DrainSettings(timeout, Duration.ZERO, Duration.ofSeconds(5)));
	}

	private Drain drain(DrainSettings settings) {
		this.servers.add(this.server);
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
		drain(Duration.ofSeconds(60)).run(true, () -> this.server.calls.add("told"));
		assertThat(this.server.calls).containsExactly("startDraining", "closeListeners", "told", "closeConnections");
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
		CutTraffic cut = drain(Duration.ofSeconds(60)).run(false, () -> {
		});
		assertThat(cut.connections()).isEqualTo(7 + 1);
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
		assertThat(this.kernel.gatesOpened).isOne();
	}

	@Test
	void runWithTimeoutZeroCutsAtOnceAndCounts() {
		CutTraffic cut = drain(Duration.ZERO).run(true, () -> {
		});
		assertThat(cut).isEqualTo(this.server.cut);
		assertThat(this.server.calls).containsExactly("startDraining", "closeListeners", "closeConnections");
	}

	@Test
	void runCountsWhatTheServerBrokeOffAsCut() {
		this.server.empty.complete(null);
		this.server.cut = CutTraffic.NONE;
		this.server.brokenOff = new CutTraffic(1, 1, Map.of(TrafficKind.STREAM, 1), List.of("/events"));
		assertThat(drain(Duration.ofSeconds(60)).run(false, () -> {
		})).isEqualTo(this.server.brokenOff);
	}

	@Test
	void runSaysFarewellByPolicyWhileItWaits() {
		FarewellSettings spread = new FarewellSettings(Policy.SPREAD, Duration.ofSeconds(10));
		FarewellSettings atOnce = new FarewellSettings(Policy.AT_ONCE, Duration.ofSeconds(10));
		this.server.whenIdleIsClosed = () -> this.server.empty.complete(null);
		drain(new DrainSettings(Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO, spread, atOnce, LONG)).run(true,
				() -> {
				});
		assertThat(this.server.calls).containsExactly("startDraining", "closeListeners", "sayFarewell WEBSOCKET PT10S",
				"sayFarewell STREAM PT0S", "closeIdleConnections", "closeConnections");
	}

	@Test
	void runSpreadsFarewellsOverTheTimeThatIsLeft() {
		FarewellSettings spread = new FarewellSettings(Policy.SPREAD, Duration.ofSeconds(10));
		this.server.whenIdleIsClosed = () -> this.server.empty.complete(null);
		drain(new DrainSettings(Duration.ofSeconds(4), Duration.ZERO, Duration.ZERO, spread, spread, LONG)).run(true,
				() -> {
				});
		assertThat(this.server.calls).contains("sayFarewell WEBSOCKET PT4S", "sayFarewell STREAM PT4S");
	}

	@Test
	void runWithPolicyDeadlineSaysFarewellAtTheTimeLimitOnly() {
		FarewellSettings deadline = new FarewellSettings(Policy.DEADLINE, Duration.ofSeconds(10));
		this.server.whenIdleIsClosed = () -> {
			assertThat(this.server.calls).noneMatch((call) -> call.startsWith("sayFarewell"));
			this.now += Duration.ofSeconds(60).toNanos();
		};
		this.server.kind = TrafficKind.STREAM;
		this.server.whenFarewellIsSaid = () -> this.server.empty.complete(null);
		drain(new DrainSettings(Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO, deadline, deadline, LONG))
			.run(true, () -> {
			});
		assertThat(this.server.calls).endsWith("closeIdleConnections", "sayFarewell WEBSOCKET PT0S",
				"sayFarewell STREAM PT0S", "closeConnections");
	}

	@Test
	void runTellsBusyHttp2ClientsOnceItsPatienceIsOver() {
		assertThat(http2Notice(Duration.ofSeconds(60), Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(12));
	}

	@Test
	void runTellsBusyHttp2ClientsWhenHalfOfAShortTimeIsOver() {
		assertThat(http2Notice(Duration.ofSeconds(20), Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void runWithoutLimitTellsBusyHttp2ClientsAllTheSame() {
		assertThat(http2Notice(Duration.ofSeconds(-1), Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(12));
	}

	@Test
	void runWithoutPatienceTellsBusyHttp2ClientsAtOnce() {
		assertThat(http2Notice(Duration.ofSeconds(60), Duration.ZERO)).isZero();
	}

	/** When it came, in a drain whose clock goes on by a second from look to look. */
	private Duration http2Notice(Duration timeout, Duration patience) {
		FarewellSettings deadline = new FarewellSettings(Policy.DEADLINE, Duration.ofSeconds(10));
		AtomicReference<Duration> notice = new AtomicReference<>();
		this.server.whenFarewellIsSaid = () -> {
			notice.compareAndSet(null, Duration.ofNanos(this.now));
			this.server.empty.complete(null);
		};
		this.server.whenIdleIsClosed = () -> this.now += Duration.ofSeconds(1).toNanos();
		drain(new DrainSettings(timeout, Duration.ZERO, Duration.ZERO, deadline, deadline, patience)).run(true, () -> {
		});
		assertThat(this.server.calls).filteredOn((call) -> call.startsWith("sayFarewell"))
			.containsExactly("sayFarewell HTTP2 PT0S");
		return notice.get();
	}

	@Test
	void runWithoutLimitWaits() {
		this.server.whenIdleIsClosed = () -> {
			this.now += Duration.ofDays(100).toNanos();
			this.server.empty.complete(null);
		};
		drain(Duration.ofSeconds(-1)).run(true, () -> {
		});
		assertThat(this.server.calls).filteredOn("closeIdleConnections"::equals).hasSize(1);
	}

	@Test
	void statusTellsWhatIsLeftAndUntilWhen() {
		Drain drain = drain(Duration.ofSeconds(60));
		assertThat(drain.status(this.server.activity(), Instant.EPOCH)).isEmpty();
		this.server.whenIdleIsClosed = () -> {
			this.now += Duration.ofSeconds(20).toNanos();
			assertThat(drain.status(this.server.activity(), Instant.EPOCH))
				.contains(new DrainStatus(7, 3, Optional.of(Duration.ofSeconds(9)),
						Optional.of(Instant.EPOCH.plusSeconds(40)), Map.of(TrafficKind.HTTP1, 7)));
			this.server.empty.complete(null);
		};
		drain.run(true, () -> {
		});
		assertThat(this.server.empty).isDone();
	}

}
