package io.hotupgrade.engine;

import org.jspecify.annotations.Nullable;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.FailureReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.server.RequestMeter;

/**
 * How the successor answers requests, compared with this instance, as long as an upgrade
 * can go back. Used on the engine's thread only.
 */
final class SuccessorWatch {

	private final RequestMeter meter;

	private final ShiftSettings settings;

	private final EngineScheduler scheduler;

	private UpgradeGuard guard;

	private @Nullable TrafficWatch watch;

	SuccessorWatch(RequestMeter meter, ShiftSettings settings, EngineScheduler scheduler) {
		this.meter = meter;
		this.settings = settings;
		this.scheduler = scheduler;
		this.guard = new MarginGuard(settings.guard());
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
		this.watch = new TrafficWatch(this.settings.guard().minimumRequests(), this.guard, this.scheduler);
		if (this.settings.measures()) {
			this.meter.start();
		}
	}

	/**
	 * What this instance has answered since then.
	 * @return its requests
	 */
	RequestStatistics own() {
		return this.meter.statistics();
	}

	/**
	 * Compares.
	 * @param successor what the successor has measured so far
	 * @param awaited whether the successor's share waits for it to become as fast
	 * @return what is wrong with it
	 */
	Optional<UpgradeEvent.Failed> compare(RequestStatistics successor, boolean awaited) {
		return judged(() -> this.watch.report(own(), successor, awaited));
	}

	/**
	 * Judges a successor for which there was patience that has ended.
	 * @return what is wrong with it
	 */
	Optional<UpgradeEvent.Failed> judgeAtLast() {
		return judged(() -> this.watch.judgeAtLast(own()));
	}

	private Optional<UpgradeEvent.Failed> judged(Supplier<Optional<String>> judgement) {
		return this.settings.guard().enabled()
				? judgement.get().map((fault) -> new UpgradeEvent.Failed(FailureReason.GUARD, fault))
				: Optional.empty();
	}

	void end() {
		this.meter.stop();
	}

}
