package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.hotupgrade.DrainSettings;
import io.hotupgrade.DrainStatus;
import io.hotupgrade.FarewellSettings;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerLoad;

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

	private static final EngineLog logger = EngineLog.of(Drain.class);

	private static final Duration QUEUE_POLL = Duration.ofMillis(10);

	/** Closing is a matter of the server's own threads, and those may be hung. */
	private static final Duration LISTENER_CLOSE_LIMIT = Duration.ofSeconds(2);

	/** A look at the handshakes reads a row for every connection of the machine. */
	private static final Duration HANDSHAKE_POLL = Duration.ofMillis(100);

	/** How often connections are looked at that were busy or not there before. */
	private static final Duration SWEEP = Duration.ofMillis(250);

	/** Who waits to be accepted after that may wait for a descriptor. */
	private static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(1);

	/** For clients and applications to answer a farewell at the time limit. */
	private static final Duration FAREWELL_GRACE = Duration.ofSeconds(1);

	private final Servers servers;

	private final ListenerSteering steering;

	private final DrainSettings settings;

	private final LongSupplier nanoTime;

	private final Pause pause;

	/** Used on the draining thread only. */
	private Duration nextHandshakeLook = Duration.ZERO;

	private Duration nextMakingRoom = ACCEPT_PATIENCE;

	private volatile long start;

	private volatile boolean running;

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
	CutTraffic run(boolean alone, Runnable listenersClosed) {
		this.start = this.nanoTime.getAsLong();
		this.running = true;
		this.servers.startDraining();
		CutTraffic waiting = emptyAcceptQueues(alone);
		await(this.servers.closeListeners(), elapsed().plus(LISTENER_CLOSE_LIMIT));
		this.steering.listenersClosed();
		listenersClosed.run();
		CutTraffic cut = finishConnections().plus(waiting).plus(brokenOff());
		logger.info("Drained in {} ms, {} connections with {} requests cut", elapsed().toMillis(), cut.connections(),
				cut.requests());
		return cut;
	}

	/**
	 * Waits until nobody waits to be accepted any more.
	 * @return who still does at the time limit, and is reset by the close
	 */
	private CutTraffic emptyAcceptQueues(boolean alone) {
		try {
			if (alone) {
				this.steering.refuseNewConnections();
			}
			Set<String> handshakes = this.steering.handshakes();
			waitUntil(() -> handshakesOver(handshakes) && isQueueEmpty(), this.settings.lingerTimeout());
			return neverAccepted(this.steering.acceptQueue());
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot see the accept queues, so connections waiting there may be reset: {}", ex.toString());
			return CutTraffic.NONE;
		}
	}

	/**
	 * Those who wait are worth more than connections on which nothing happens, which hold
	 * the descriptors that it may take to accept them.
	 */
	private boolean isQueueEmpty() {
		boolean empty = this.steering.acceptQueue() == 0;
		if (!empty && elapsed().compareTo(this.nextMakingRoom) >= 0) {
			this.nextMakingRoom = elapsed().plus(SWEEP);
			this.servers.closeIdleConnections();
		}
		return empty;
	}

	private CutTraffic neverAccepted(int waiting) {
		if (waiting == 0) {
			return CutTraffic.NONE;
		}
		logger
			.warn("{} connections were not accepted within {} (hotupgrade.drain.linger-timeout), and are reset as their "
					+ "listener is closed: the server is overloaded, hangs or has reached a limit, such as that of descriptors",
					waiting, this.settings.lingerTimeout());
		return new CutTraffic(waiting, 0, Map.of(), List.of());
	}

	private boolean handshakesOver(Set<String> handshakes) {
		if (!handshakes.isEmpty() && elapsed().compareTo(this.nextHandshakeLook) >= 0) {
			this.nextHandshakeLook = elapsed().plus(HANDSHAKE_POLL);
			handshakes.retainAll(this.steering.handshakes());
		}
		return handshakes.isEmpty();
	}

	/**
	 * How far the drain has got.
	 * @param activity what the servers do
	 * @param now the time
	 * @return the status, or empty if no drain is running
	 */
	Optional<DrainStatus> status(ServerActivity activity, Instant now) {
		if (!this.running) {
			return Optional.empty();
		}
		return Optional
			.of(new DrainStatus(activity.load().connections(), activity.load().requests(), activity.oldestRequest(),
					this.settings.limit().map((limit) -> now.plus(limit).minus(elapsed())), activity.byProtocol()));
	}

	private CutTraffic finishConnections() {
		CompletableFuture<Void> empty = this.servers.whenEmpty();
		boolean told = false;
		boolean finished = false;
		while (!(finished = empty.isDone()) && !timeIsUp()) {
			sayFarewells();
			if (elapsed().compareTo(this.settings.idleTimeout()) >= 0) {
				told = told || tellWhatIsLeft();
				this.servers.closeIdleConnections();
			}
			await(empty, beforeDeadline(nextSweep()));
		}
		return finished ? cutTheIgnored() : cut(empty);
	}

	private boolean timeIsUp() {
		return Thread.currentThread().isInterrupted()
				|| this.settings.limit().filter((limit) -> elapsed().compareTo(limit) >= 0).isPresent();
	}

	private Duration nextSweep() {
		Duration idle = this.settings.idleTimeout();
		Duration sweep = elapsed().plus(SWEEP);
		return (elapsed().compareTo(idle) < 0 && idle.compareTo(sweep) < 0) ? idle : sweep;
	}

	private Duration beforeDeadline(Duration moment) {
		Duration limit = this.settings.limit().orElse(moment);
		return (moment.compareTo(limit) < 0) ? moment : limit;
	}

	private void sayFarewells() {
		sayFarewell(TrafficKind.WEBSOCKET, this.settings.webSocket());
		sayFarewell(TrafficKind.STREAM, this.settings.stream());
		if (elapsed().compareTo(this.settings.http2Notice()) >= 0) {
			this.servers.sayFarewell(TrafficKind.HTTP2, Duration.ZERO);
		}
	}

	private void sayFarewell(TrafficKind kind, FarewellSettings farewell) {
		switch (farewell.policy()) {
			case AT_ONCE -> this.servers.sayFarewell(kind, Duration.ZERO);
			case SPREAD -> this.servers.sayFarewell(kind,
					beforeDeadline(elapsed().plus(farewell.spreadPeriod())).minus(elapsed()));
			case DEADLINE -> {
				// See cut.
			}
		}
	}

	private boolean tellWhatIsLeft() {
		ServerLoad load = this.servers.load();
		logger.info("Draining: {} connections with {} requests left, {}", load.connections(), load.requests(),
				this.settings.limit()
					.map((limit) -> "closed by force in " + limit.minus(elapsed()))
					.orElse("for which there is no time limit"));
		return true;
	}

	/**
	 * Requests that are not worth waiting for may still be running.
	 */
	private CutTraffic cutTheIgnored() {
		CutTraffic cut = this.servers.closeConnections();
		if (cut.connections() > 0) {
			logger.info("{} connections with requests that were not worth waiting for were closed", cut.connections());
		}
		return cut;
	}

	private void sayLastFarewells(CompletableFuture<Void> empty) {
		this.servers.closeIdleConnections();
		// With HTTP/2, endless responses are among others on one connection.
		Set<TrafficKind> left = this.servers.activity().byProtocol().keySet();
		if (!Collections.disjoint(left, Set.of(TrafficKind.WEBSOCKET, TrafficKind.STREAM, TrafficKind.HTTP2))) {
			this.servers.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
			this.servers.sayFarewell(TrafficKind.STREAM, Duration.ZERO);
			await(empty, elapsed().plus(FAREWELL_GRACE));
		}
	}

	private CutTraffic cut(CompletableFuture<Void> empty) {
		if (!this.settings.timeout().isZero() && !Thread.currentThread().isInterrupted()) {
			sayLastFarewells(empty);
		}
		CutTraffic cut = this.servers.closeConnections();
		if (cut.connections() > 0) {
			logger.warn(
					"The drain's time limit of {} is over (hotupgrade.drain.timeout). {} connections were closed "
							+ "by force; cut: {}, paths: {}",
					this.settings.timeout(), cut.connections(), cut.byKind(), cut.paths());
		}
		return cut;
	}

	/**
	 * What others have cut meanwhile: its clients have lost it all the same.
	 */
	private CutTraffic brokenOff() {
		CutTraffic broken = this.servers.brokenOff();
		if (!broken.byKind().isEmpty()) {
			logger.warn("While draining, the server or the application itself broke off responses or sessions before "
					+ "their end, which count as cut: {}, paths: {}. Look for time limits of asynchronous requests "
					+ "and connections, and for errors in the middle of a response", broken.byKind(), broken.paths());
		}
		return broken;
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

}
