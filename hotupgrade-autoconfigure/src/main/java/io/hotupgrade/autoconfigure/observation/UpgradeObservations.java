package io.hotupgrade.autoconfigure.observation;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * Observes each upgrade, from its begin to its end, with an event for each phase. The old
 * instance does so, as it is there for the whole of it; where it leaves before the end is
 * told, its observation ends with it. Used on the engine's thread, but for its end.
 */
final class UpgradeObservations implements UpgradeListener, DisposableBean {

	/** The observation's name. */
	static final String NAME = "hotupgrade.upgrade";

	private static final String NONE = "none";

	private final HotUpgrade hotUpgrade;

	private final Supplier<ObservationRegistry> registry;

	private @Nullable Running running;

	/**
	 * Creates it.
	 * @param hotUpgrade tells which instance this is
	 * @param registry where to observe
	 */
	UpgradeObservations(HotUpgrade hotUpgrade, Supplier<ObservationRegistry> registry) {
		this.hotUpgrade = hotUpgrade;
		this.registry = registry;
	}

	@Override
	public synchronized void phaseChanged(UpgradeRecord upgrade) {
		if (upgrade.identity().predecessor().pid() != this.hotUpgrade.instance().pid()) {
			return;
		}
		if (this.running == null || !this.running.id().equals(upgrade.id())) {
			destroy();
			this.running = new Running(upgrade.id(), start(upgrade), UpgradePhase.SERVING);
		}
		if (this.running.phase() != upgrade.phase()) {
			this.running.observation().event(Observation.Event.of(lower(upgrade.phase())));
			this.running = new Running(upgrade.id(), this.running.observation(), upgrade.phase());
		}
	}

	@Override
	public synchronized void ended(UpgradeRecord upgrade) {
		if (this.running == null || !this.running.id().equals(upgrade.id())) {
			return;
		}
		Observation observation = this.running.observation();
		this.running = null;
		UpgradeRecord.Ending ending = upgrade.ending();
		observation.lowCardinalityKeyValue(outcome(ending.outcome()));
		observation.lowCardinalityKeyValue("reason", ending.reason().map(UpgradeObservations::lower).orElse(NONE));
		observation.highCardinalityKeyValue("hotupgrade.successor.version", upgrade.identity().successor().version());
		observation.stop();
	}

	private Observation start(UpgradeRecord upgrade) {
		String kind = upgrade.isRehearsal() ? "rehearsal" : "upgrade";
		return Observation.createNotStarted(NAME, this.registry.get())
			.contextualName("hot " + kind)
			.lowCardinalityKeyValue("kind", kind)
			.lowCardinalityKeyValue(outcome(Optional.empty()))
			.lowCardinalityKeyValue("reason", NONE)
			.highCardinalityKeyValue("hotupgrade.id", upgrade.id())
			.highCardinalityKeyValue("hotupgrade.predecessor.version", upgrade.identity().predecessor().version())
			.start();
	}

	/** The same keys always, as registries of meters want it. */
	private static KeyValue outcome(Optional<? extends Enum<?>> outcome) {
		return KeyValue.of("outcome", outcome.map(UpgradeObservations::lower).orElse("unknown"));
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public synchronized void destroy() {
		if (this.running != null) {
			this.running.observation().stop();
			this.running = null;
		}
	}

	/**
	 * An upgrade under way.
	 *
	 * @param id its id
	 * @param observation observes it
	 * @param phase the phase in which it was seen last
	 */
	private record Running(String id, Observation observation, UpgradePhase phase) {
	}

}
