package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.WebSocketSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FarewellsTests {

	private final DrainState drain = new DrainState(DrainHooks.NONE);

	private final ConnectionRegister<String, FakeConnection> connections = new ConnectionRegister<>(this.drain);

	private final Farewells farewells = new Farewells(this.connections, DrainHooks.NONE);

	private final List<String> closed = new ArrayList<>();

	private FakeConnection connectWebSocket() {
		FakeConnection connection = new FakeConnection(this.drain);
		this.connections.accepted("connection", connection);
		connection.upgradeToWebSocket();
		return connection;
	}

	@Test
	void webSocketThatTheServerIsJustSettingUpIsClosedWhenItIsThere() {
		FakeConnection connection = connectWebSocket();
		this.farewells.say(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertThat(connection.takeTurn()).isTrue();
		assertThat(connection.takeTurn()).isTrue();
		assertThat(this.closed).isEmpty();
		connection.setWebSocket(new Link());
		assertThat(connection.takeTurn()).isTrue();
		assertThat(this.closed).containsExactly("This instance is going away");
	}

	@Test
	void webSocketThatIsNeverFoundIsNotLookedForAnyMore() {
		FakeConnection connection = connectWebSocket();
		this.farewells.say(TrafficKind.WEBSOCKET, Duration.ZERO);
		int turns = 0;
		while (connection.takeTurn()) {
			turns++;
		}
		assertThat(turns).isBetween(2, 1000);
		assertThat(this.closed).isEmpty();
	}

	private final class Link implements WebSocketLink {

		@Override
		public WebSocketSession session() {
			return null;
		}

		@Override
		public void close(String reason) {
			FarewellsTests.this.closed.add(reason);
		}

		@Override
		public void closeLate(String reason) {
		}

		@Override
		public void end() {
		}

	}

}
