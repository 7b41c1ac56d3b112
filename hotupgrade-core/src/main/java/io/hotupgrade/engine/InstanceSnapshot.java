package io.hotupgrade.engine;

import java.util.List;
import java.util.Optional;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;

/**
 * What is known of an instance at one moment between two steps of the engine: an upgrade
 * is either running or in the history. Immutable, so that any thread can read it.
 *
 * @param info who it is
 * @param idlePhase where it stands while no upgrade runs: it serves, or is told to stop
 * @param running the upgrade that is running
 * @param history those that have ended
 */
record InstanceSnapshot(InstanceInfo info, UpgradePhase idlePhase, Optional<UpgradeRecord> running, History history) {

	static InstanceSnapshot first(InstanceInfo info, int historySize) {
		return new InstanceSnapshot(info, UpgradePhase.SERVING, Optional.empty(), History.empty(historySize));
	}

	/**
	 * Where it stands.
	 */
	UpgradePhase phase() {
		return this.running.map(UpgradeRecord::phase).orElse(this.idlePhase);
	}

	/**
	 * With another phase for the time without an upgrade. The one that is running goes
	 * on: an instance that is told to stop may still have a predecessor.
	 */
	InstanceSnapshot idlePhase(UpgradePhase phase) {
		return new InstanceSnapshot(this.info, phase, this.running, this.history);
	}

	InstanceSnapshot idle() {
		return new InstanceSnapshot(this.info, this.idlePhase, Optional.empty(), this.history);
	}

	InstanceSnapshot running(UpgradeRecord upgrade) {
		return new InstanceSnapshot(this.info, this.idlePhase, Optional.of(upgrade), this.history);
	}

	InstanceSnapshot ended(UpgradeRecord upgrade, UpgradePhase next) {
		return new InstanceSnapshot(this.info, next, Optional.empty(), this.history.with(upgrade));
	}

	InstanceSnapshot descended(int generation, List<UpgradeRecord> earlier) {
		InstanceInfo heir = new InstanceInfo(this.info.pid(), generation, this.info.version());
		return new InstanceSnapshot(heir, this.idlePhase, this.running, this.history.withEarlier(earlier));
	}

}
