package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * Gets this instance ready to be a predecessor once it is alone on its ports: whatever
 * program was left there, it names the first socket again. Only once the other socket has
 * left its group may it do so, because until then that is the first one. Used on the
 * engine's thread only.
 */
final class Settling {

	private static final EngineLog logger = EngineLog.of(Settling.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

	/** Where a third process shares the port this can go on for long, at little cost. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private final ListenerSteering steering;

	private final EngineScheduler scheduler;

	private final Runnable onAlone;

	private boolean running;

	private Duration pause = FIRST_PAUSE;

	/**
	 * Creates what has not begun.
	 * @param steering steers new connections
	 * @param scheduler waits
	 * @param onAlone called when this instance is alone
	 */
	Settling(ListenerSteering steering, EngineScheduler scheduler, Runnable onAlone) {
		this.steering = steering;
		this.scheduler = scheduler;
		this.onAlone = onAlone;
	}

	void begin() {
		if (!this.running) {
			this.running = true;
			this.pause = FIRST_PAUSE;
			poll();
		}
	}

	private void poll() {
		Optional<String> obstacle = settle();
		if (obstacle.isEmpty()) {
			this.running = false;
			logger.info("This instance is alone on its ports");
			this.onAlone.run();
			return;
		}
		if (this.pause.compareTo(LONGEST_PAUSE) < 0) {
			this.pause = this.pause.multipliedBy(2);
			if (this.pause.compareTo(LONGEST_PAUSE) >= 0) {
				logger.warn("This instance waits to be alone on its ports: {}", obstacle.get());
			}
		}
		this.scheduler.schedule(this::poll, this.pause);
	}

	private Optional<String> settle() {
		try {
			Optional<String> others = this.steering.findSurplus(1);
			if (others.isEmpty()) {
				this.steering.toFirst();
			}
			return others;
		}
		catch (SteeringException ex) {
			// As without descriptors, which may be back a moment later.
			return Optional.of(ex.getMessage());
		}
	}

}
