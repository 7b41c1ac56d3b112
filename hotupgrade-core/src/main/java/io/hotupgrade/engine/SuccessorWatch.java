package io.hotupgrade.engine;

import org.jspecify.annotations.Nullable;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.server.RequestMeter;

/**
 * How the successor answers requests, compared with this instance, as long as an upgrade
 * can go back. Used on the engine's thread only.
 */
final class SuccessorWatch {

	private final RequestMeter meter;

	private final GuardSettings settings;

	private final EngineScheduler scheduler;

	private UpgradeGuard guard;

	private @Nullable TrafficWatch watch;

	SuccessorWatch(RequestMeter meter, GuardSettings settings, EngineScheduler scheduler) {
		this.meter = meter;
		this.settings = settings;
		this.scheduler = scheduler;
		this.guard = new MarginGuard(settings);
	}

	/**
	 * Lets another guard judge, from the next upgrade on.
	 */
	void use(UpgradeGuard other) {
		this.guard = other;
	}

	/**
	 * Another upgrade begins. Requests are measured only meanwhile, as that costs
	 * something.
	 */
	void begin() {
		this.watch = new TrafficWatch(this.settings.minimumRequests(), this.guard, this.scheduler);
		if (this.settings.enabled()) {
			this.meter.start();
		}
	}

	/**
	 * Compares.
	 * @param successor what the successor has measured so far
	 * @return what is wrong with it
	 */
	Optional<UpgradeEvent.Failed> compare(RequestStatistics successor) {
		return this.meter.isOn() ? this.watch.report(this.meter.statistics(), successor)
			.map((fault) -> new UpgradeEvent.Failed(FailureReason.GUARD, fault)) : Optional.empty();
	}

	void end() {
		this.meter.stop();
	}

}
