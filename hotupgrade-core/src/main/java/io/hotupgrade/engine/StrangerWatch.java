package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * Looks from time to time who else listens on the ports of an instance that serves alone:
 * a socket of the same user at a more specific address takes new connections away, and
 * nobody would notice before the next upgrade. The kernel lists listening sockets first,
 * so a look costs little on a busy machine, too. Used on the engine's thread only.
 */
final class StrangerWatch {

	/** How long a stranger may go unnoticed. */
	static final Duration PERIOD = Duration.ofMinutes(1);

	/**
	 * What is seen twice is no socket of an instance that has just left or died.
	 */
	static final Duration CONFIRMATION = Duration.ofSeconds(1);

	private static final EngineLog logger = EngineLog.of(StrangerWatch.class);

	private final ListenerSteering steering;

	private final EngineScheduler scheduler;

	private final BooleanSupplier alone;

	private final Consumer<String> warning;

	private String suspected = "";

	private String known = "";

	/**
	 * Creates a watch that has not begun.
	 * @param steering looks at the ports
	 * @param scheduler the engine's thread
	 * @param alone whether nobody but this instance should listen now
	 */
	StrangerWatch(ListenerSteering steering, EngineScheduler scheduler, BooleanSupplier alone) {
		this(steering, scheduler, alone, logger::warn);
	}

	StrangerWatch(ListenerSteering steering, EngineScheduler scheduler, BooleanSupplier alone,
			Consumer<String> warning) {
		this.steering = steering;
		this.scheduler = scheduler;
		this.alone = alone;
		this.warning = warning;
	}

	/**
	 * Looks now, and again and again.
	 */
	void begin() {
		look();
		this.scheduler.repeat(this::look, PERIOD);
	}

	private void look() {
		if (!this.alone.getAsBoolean()) {
			return;
		}
		String found = find().orElse("");
		if (found.isEmpty() || found.equals(this.known)) {
			this.known = found;
			this.suspected = "";
		}
		else if (found.equals(this.suspected)) {
			this.known = found;
			this.warning.accept(found + "; upgrades are refused until the other process is ended");
		}
		else {
			this.suspected = found;
			this.scheduler.schedule(this::look, CONFIRMATION);
		}
	}

	private Optional<String> find() {
		try {
			return this.steering.findStrangers(1);
		}
		catch (SteeringException ex) {
			logger.debug("It cannot be seen who else listens on the ports: {}", ex.getMessage());
			return Optional.empty();
		}
	}

}
