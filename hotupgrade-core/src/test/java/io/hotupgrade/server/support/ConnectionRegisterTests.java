package io.hotupgrade.server.support;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.server.RequestMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionRegisterTests {

	private static final int REQUESTS = 200_000;

	private final DrainState drain = new DrainState(DrainHooks.NONE);

	private final ConnectionRegister<String, FakeConnection> connections = new ConnectionRegister<>(this.drain);

	private final FakeConnection connection = new FakeConnection(this.drain);

	ConnectionRegisterTests() {
		this.connections.accepted("connection", this.connection);
	}

	@Test
	void isEmptyWhenTheLastConnectionIsClosed() {
		CompletableFuture<Void> empty = this.connections.whenEmpty();
		assertThat(empty).isNotDone();
		this.connections.closed("connection");
		assertThat(empty).isDone();
	}

	/** Whoever looks at the wrong moment must not find a connection without a request. */
	@Test
	void isNotEmptyWhenARequestEndsWhileSomebodyLooks() throws Exception {
		CompletableFuture<Void> empty = this.connections.whenEmpty();
		CompletableFuture<Void> served = CompletableFuture.runAsync(this::serve);
		while (!served.isDone()) {
			this.connections.tellIfEmpty();
		}
		served.get(1, TimeUnit.MINUTES);
		assertThat(empty).isNotDone();
	}

	/** As where a client sends requests ahead and reads no answer. */
	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endOfAConnectionWithVeryManyRequestsTakesNoLongerForEach() {
		RequestMeter meter = new RequestMeter();
		List<TrackedRequest> requests = Stream.generate(() -> new TrackedRequest(new FakeRequest(), meter, null))
			.limit(REQUESTS)
			.toList();
		requests.forEach(this.connection::begin);
		CompletableFuture<Void> empty = this.connections.whenEmpty();
		requests.forEach((request) -> {
			this.connection.end(request);
			this.connections.tellIfEmpty();
		});
		assertThat(empty).isNotDone();
		this.connections.closed("connection");
		assertThat(empty).isDone();
	}

	private void serve() {
		RequestMeter meter = new RequestMeter();
		for (int i = 0; i < REQUESTS; i++) {
			TrackedRequest request = new TrackedRequest(new FakeRequest(), meter, null);
			this.connection.begin(request);
			this.connection.end(request);
		}
	}

}
