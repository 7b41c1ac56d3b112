package io.hotupgrade.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.log.EngineLog;

/**
 * What both roles of this process share: who it is, the upgrade that is running and the
 * history. Written on the engine's thread, read by any.
 */
final class Instance {

	private static final EngineLog logger = EngineLog.of(Instance.class);

	private final List<UpgradeListener> listeners = new CopyOnWriteArrayList<>();

	private final History history;

	private final Supplier<Optional<String>> neighbour;

	private final List<String> names = new CopyOnWriteArrayList<>();

	/** Of the other instance; empty if it has not told any. */
	private volatile List<String> otherNames = List.of();

	private volatile InstanceInfo info;

	private volatile UpgradeRecord running;

	/** The first generation's command; empty while it is this process's own. */
	private volatile List<String> baseCommand = List.of();

	/**
	 * An instance that is alone in its process.
	 */
	Instance(InstanceInfo info, int historySize) {
		this(info, historySize, Optional::empty);
	}

	/**
	 * Creates an instance.
	 * @param info who it is
	 * @param historySize how many upgrades it remembers
	 * @param neighbour what is wrong about another one in the same process
	 */
	Instance(InstanceInfo info, int historySize, Supplier<Optional<String>> neighbour) {
		this.info = info;
		this.history = new History(historySize);
		this.neighbour = neighbour;
	}

	/**
	 * Whether there is another application in this process, with which it cannot be
	 * replaced.
	 * @return what is wrong, for people
	 */
	Optional<String> neighbour() {
		return this.neighbour.get();
	}

	InstanceInfo info() {
		return this.info;
	}

	List<UpgradeRecord> history() {
		return this.history.records();
	}

	List<String> baseCommand() {
		return this.baseCommand;
	}

	/**
	 * What the next engine of this process has to know.
	 */
	Heritage heritage() {
		return new Heritage(this.info.generation(), this.baseCommand, this.history.records());
	}

	/**
	 * The upgrade that is running.
	 * @return the upgrade, or {@code null}
	 */
	UpgradeRecord running() {
		return this.running;
	}

	/**
	 * This process has a predecessor, and these are its heritage.
	 */
	void inherit(int generation, List<String> command, List<UpgradeRecord> earlier) {
		this.info = new InstanceInfo(this.info.pid(), generation, this.info.version());
		this.baseCommand = List.copyOf(command);
		this.history.inherit(earlier);
	}

	void addName(String name) {
		if (!this.names.contains(name)) {
			this.names.add(name);
		}
	}

	/**
	 * Under which names others know this instance.
	 */
	List<String> names() {
		return List.copyOf(this.names);
	}

	/**
	 * The other instance of the upgrade has told its names.
	 */
	void otherIsNamed(List<String> told) {
		this.otherNames = List.copyOf(told);
	}

	/**
	 * Whether the other instance of the last upgrade has a name, too, as far as is known.
	 */
	boolean isSharedName(String name) {
		List<String> told = this.otherNames;
		return told.isEmpty() || told.contains(name);
	}

	void addListener(UpgradeListener listener) {
		this.listeners.add(listener);
	}

	void progress(UpgradeRecord upgrade) {
		this.running = upgrade;
		tell((listener) -> listener.phaseChanged(upgrade));
	}

	/**
	 * The step of moving new connections that the running upgrade is at.
	 * @return its number; 0 if there is none
	 */
	int shiftStep() {
		UpgradeRecord upgrade = this.running;
		return (upgrade != null) ? upgrade.progress().shift().map(ShiftStatus::step).orElse(0) : 0;
	}

	/**
	 * New connections are moved, as far as the running upgrade tells.
	 */
	void shifted(ShiftStatus shift) {
		UpgradeRecord before = this.running;
		if (before == null) {
			return;
		}
		UpgradeRecord upgrade = before.with(before.progress().withShift(shift));
		this.running = upgrade;
		if (before.progress().shift().map(ShiftStatus::step).orElse(0) != shift.step()) {
			tell((listener) -> listener.shifted(upgrade));
		}
	}

	void ended(UpgradeRecord upgrade) {
		noneRuns();
		this.history.add(upgrade);
		tell((listener) -> listener.ended(upgrade));
	}

	void noneRuns() {
		this.running = null;
	}

	private void tell(Consumer<UpgradeListener> message) {
		for (UpgradeListener listener : this.listeners) {
			try {
				message.accept(listener);
			}
			catch (Throwable ex) {
				logger.warn("An upgrade listener failed; the upgrade goes on", ex);
			}
		}
	}

}
