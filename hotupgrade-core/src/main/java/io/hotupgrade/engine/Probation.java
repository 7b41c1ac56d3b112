package io.hotupgrade.engine;

import java.time.Duration;

import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * The time after the commit in which the predecessor stays ready to take everything back.
 * Used on the engine's thread only.
 */
final class Probation {

	private static final EngineLog logger = EngineLog.of(Probation.class);

	/** For reading what the successor has sent while this process was itself stopped. */
	private static final Duration BACKLOG = Duration.ofMillis(200);

	private final Servers servers;

	private final SharedPorts ports;

	private final PhaseTimer timer;

	private final Safeguard safeguard;

	Probation(Servers servers, SharedPorts ports, PhaseTimer timer, Safeguard safeguard) {
		this.servers = servers;
		this.ports = ports;
		this.timer = timer;
		this.safeguard = safeguard;
	}

	void begin(UpgradeRun upgrade) {
		upgrade.link().send(new ControlMessage.Committed());
		upgrade.link().process().committed();
		this.servers.startDraining();
	}

	/**
	 * A stranger on the port gets a share of what is meant for the successor as soon as
	 * this instance has left it, so it must not be left to the two of them. What cannot
	 * be looked at keeps nobody from leaving.
	 */
	void timeOver(UpgradeRun upgrade) {
		try {
			if (this.ports.isDisturbed(upgrade)) {
				return;
			}
		}
		catch (SteeringException ex) {
			logger.warn("It cannot be seen who else listens on the ports at the end of probation: {}", ex.getMessage());
		}
		awaitSignOfLife(upgrade);
	}

	/**
	 * A successor that hangs must not be left alone: the point of no return waits for a
	 * sign of life that is younger than the probation. If none comes, the heartbeat tells
	 * of that. One that was killed since it has given that sign ends in a moment, and its
	 * end is the next event.
	 */
	private void awaitSignOfLife(UpgradeRun upgrade) {
		Runnable over = this.safeguard.guarded(() -> {
			if (!upgrade.link().process().isDying()) {
				upgrade.on(new UpgradeEvent.ProbationOver());
			}
		});
		this.timer.set(BACKLOG, () -> upgrade.link().onceHeard(over));
	}

}
