package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.hotupgrade.DrainSettings;
import io.hotupgrade.server.ServerLoad;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the clients of this instance finish. Runs on the thread that stops the
 * application, not on the engine's.
 * <p>
 * The order is what makes it lossless: listeners stay open until the kernel holds no
 * connection for them any more, because closing a listener resets those that wait in its
 * accept queue and the handshakes under way; connections stay open until their last
 * response was sent.
 */
final class Drain {

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private static final Duration QUEUE_POLL = Duration.ofMillis(10);

	/** Closing is a matter of the server's own threads, and those may be hung. */
	private static final Duration LISTENER_CLOSE_LIMIT = Duration.ofSeconds(2);

	private static final Duration IDLE_SWEEP = Duration.ofMillis(250);

	private final Servers servers;

	private final ListenerSteering steering;

	private final DrainSettings settings;

	private final LongSupplier nanoTime;

	private final Pause pause;

	private long start;

	Drain(Servers servers, ListenerSteering steering, DrainSettings settings, LongSupplier nanoTime, Pause pause) {
		this.servers = servers;
		this.steering = steering;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.pause = pause;
	}

	/**
	 * Drains.
	 * @param alone whether no other instance takes the new connections. Then the kernel
	 * is told to ignore new ones before the queues are emptied: a client whose SYN goes
	 * unanswered tries again and is refused cleanly, where one that got into the queue
	 * between the last look and the close would be reset
	 * @param listenersClosed called when the listeners are closed
	 * @return what was cut
	 */
	ServerLoad run(boolean alone, Runnable listenersClosed) {
		this.start = this.nanoTime.getAsLong();
		this.servers.startDraining();
		emptyAcceptQueues(alone);
		await(this.servers.closeListeners(), elapsed().plus(LISTENER_CLOSE_LIMIT));
		listenersClosed.run();
		ServerLoad cut = finishConnections();
		logger.info("Drained in {} ms, {} connections with {} requests cut", elapsed().toMillis(), cut.connections(),
				cut.requests());
		return cut;
	}

	private void emptyAcceptQueues(boolean alone) {
		try {
			if (alone) {
				this.steering.refuseNewConnections();
			}
			Set<String> handshakes = this.steering.handshakes();
			waitUntil(() -> handshakesOver(handshakes) && this.steering.acceptQueue() == 0,
					this.settings.lingerTimeout());
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot see the accept queues, so connections waiting there may be reset: {}", ex.toString());
		}
	}

	private boolean handshakesOver(Set<String> handshakes) {
		if (!handshakes.isEmpty()) {
			handshakes.retainAll(this.steering.handshakes());
		}
		return handshakes.isEmpty();
	}

	private ServerLoad finishConnections() {
		CompletableFuture<Void> empty = this.servers.whenEmpty();
		if (await(empty, min(this.settings.idleTimeout(), this.settings.timeout()))) {
			return ServerLoad.NONE;
		}
		ServerLoad load = this.servers.load();
		logger.info("Draining: {} connections with {} requests left, closed by force in {}", load.connections(),
				load.requests(), this.settings.timeout().minus(elapsed()));
		while (elapsed().compareTo(this.settings.timeout()) < 0 && !Thread.currentThread().isInterrupted()) {
			this.servers.closeIdleConnections();
			Duration sweep = min(elapsed().plus(IDLE_SWEEP), this.settings.timeout());
			if (await(empty, sweep)) {
				return ServerLoad.NONE;
			}
		}
		ServerLoad cut = this.servers.closeConnections();
		logger.warn("The drain's time limit of {} is over: {} connections with {} requests were cut "
				+ "(hotupgrade.drain.timeout)", this.settings.timeout(), cut.connections(), cut.requests());
		return cut;
	}

	private void waitUntil(BooleanSupplier condition, Duration limit) {
		while (!condition.getAsBoolean() && elapsed().compareTo(limit) < 0 && !Thread.currentThread().isInterrupted()) {
			this.pause.pause(QUEUE_POLL);
		}
	}

	/**
	 * Waits until a moment that is counted from the start of the drain.
	 */
	private boolean await(CompletableFuture<Void> future, Duration limit) {
		try {
			long left = limit.minus(elapsed()).toNanos();
			future.get(Math.max(0, left), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			logger.warn("A server could not be drained", ex.getCause());
			return true;
		}
	}

	private Duration elapsed() {
		return Duration.ofNanos(this.nanoTime.getAsLong() - this.start);
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) < 0) ? first : second;
	}

}
