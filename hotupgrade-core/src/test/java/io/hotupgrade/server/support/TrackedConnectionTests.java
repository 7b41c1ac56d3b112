package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as broken off when the server closes a connection.
 */
class TrackedConnectionTests {

	private final DrainState drain = new DrainState(DrainHooks.NONE);

	private final ConnectionRegister<String, FakeConnection> connections = new ConnectionRegister<>(this.drain);

	private final FakeConnection connection = new FakeConnection(this.drain);

	TrackedConnectionTests() {
		this.connections.accepted("connection", this.connection);
		this.drain.start();
	}

	private void begin(boolean waitsForClient) {
		this.connection.begin(new TrackedRequest(new FakeRequest(waitsForClient), new RequestMeter(), null));
	}

	@Test
	void requestInFlightIsBrokenOffOnce() {
		begin(false);
		this.connection.tearOff();
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total())
			.isEqualTo(new CutTraffic(1, 1, Map.of(TrafficKind.HTTP1, 1), List.of("/")));
	}

	@Test
	void requestOfWhichTheClientOwesARestIsNotBrokenOff() {
		begin(true);
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void requestThatHasBegunToArriveIsBrokenOff() {
		this.connection.setArriving(true);
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.HTTP1, 1), List.of()));
	}

	@Test
	void idleConnectionIsNotBrokenOff() {
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void sessionIsBrokenOffUnlessItWasAskedToEnd() {
		this.connection.upgradeToWebSocket();
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.WEBSOCKET, 1), List.of("/ws")));
	}

	@Test
	void sessionThatWasAskedToEndIsNotBrokenOff() {
		this.connection.upgradeToWebSocket();
		new Farewells(this.connections, DrainHooks.NONE).say(TrafficKind.WEBSOCKET, Duration.ZERO);
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void nothingIsBrokenOffWithoutADrain() {
		this.drain.brokenOff().stop();
		begin(false);
		this.connection.tearOff();
		assertThat(this.drain.brokenOff().total()).isEqualTo(CutTraffic.NONE);
	}

}
