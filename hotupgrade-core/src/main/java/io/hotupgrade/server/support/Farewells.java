package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.hotupgrade.TrafficKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks sessions to end that would not end by themselves. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Farewells {

	private static final Logger logger = LoggerFactory.getLogger(Farewells.class);

	private final ConnectionRegister<?, ?> connections;

	private final DrainHooks hooks;

	/**
	 * Creates the farewells of a server.
	 * @param connections its connections
	 * @param hooks what the application contributes
	 */
	public Farewells(ConnectionRegister<?, ?> connections, DrainHooks hooks) {
		this.connections = connections;
		this.hooks = hooks;
	}

	/**
	 * Asks those that were not asked yet.
	 * @param kind which ones
	 * @param period each is asked at a random moment within this period
	 */
	public void say(TrafficKind kind, Duration period) {
		this.connections.connections().forEach((connection) -> {
			if (kind == TrafficKind.WEBSOCKET) {
				closeWebSocket(connection, period);
			}
			else if (kind == TrafficKind.STREAM) {
				connection.requests().forEach((request) -> endResponse(connection, request, period));
			}
			else if (kind == TrafficKind.HTTP2) {
				connection.noticeWhileBusy();
			}
		});
	}

	private void closeWebSocket(TrackedConnection connection, Duration period) {
		if (connection.kind() == TrafficKind.WEBSOCKET && connection.takeFarewell()) {
			connection.executeAfter(() -> connection.closeWebSocket(this.hooks.farewells().get()), moment(period));
		}
	}

	private void endResponse(TrackedConnection connection, TrackedRequest request, Duration period) {
		Runnable end = request.takeEnd();
		if (end != null) {
			connection.executeAfter(() -> connection.executeOnWorker(() -> run(end)), moment(period));
		}
	}

	private static void run(Runnable end) {
		try {
			end.run();
		}
		catch (RuntimeException ex) {
			logger.warn("The application could not end a response; it is cut at the drain's time limit", ex);
		}
	}

	private static Duration moment(Duration period) {
		long millis = period.toMillis();
		return Duration.ofMillis((millis > 0) ? ThreadLocalRandom.current().nextLong(millis) : 0);
	}

}
