package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;

import io.hotupgrade.TrafficKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks sessions to end that would not end by themselves.
 */
final class Farewells {

	private static final Logger logger = LoggerFactory.getLogger(Farewells.class);

	private final ConnectionRegister connections;

	private final DrainHooks hooks;

	Farewells(ConnectionRegister connections, DrainHooks hooks) {
		this.connections = connections;
		this.hooks = hooks;
	}

	/**
	 * Asks those that were not asked yet.
	 * @param kind which ones
	 * @param period each is asked at a random moment within this period
	 */
	void say(TrafficKind kind, Duration period) {
		for (TrackedConnection connection : this.connections.connections()) {
			if (kind == TrafficKind.WEBSOCKET) {
				closeWebSocket(connection, period);
			}
			else if (kind == TrafficKind.STREAM) {
				connection.requests().forEach((request) -> endResponse(connection, request, period));
			}
			else if (kind == TrafficKind.HTTP2) {
				connection.noticeWhileBusy();
			}
		}
	}

	private void closeWebSocket(TrackedConnection connection, Duration period) {
		if (connection.kind() == TrafficKind.WEBSOCKET && connection.takeFarewell()) {
			connection.executeAfter(new WebSocketClosing(connection, this.hooks.farewells().get())::begin,
					moment(period));
		}
	}

	private void endResponse(TrackedConnection connection, TrackedRequest request, Duration period) {
		Runnable end = request.takeEnd();
		if (end != null) {
			connection.executeAfter(() -> run(connection, end), moment(period));
		}
	}

	private static void run(TrackedConnection connection, Runnable end) {
		try {
			connection.channel().getWorker().execute(() -> {
				try {
					end.run();
				}
				catch (RuntimeException ex) {
					logger.warn("The application could not end a response; it is cut at the drain's time limit", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	private static Duration moment(Duration period) {
		long millis = period.toMillis();
		return Duration.ofMillis((millis > 0) ? ThreadLocalRandom.current().nextLong(millis) : 0);
	}

}
