package io.hotupgrade.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * What both roles of this process share: who it is, the upgrade that is running and the
 * history. Written on the engine's thread, read by any.
 */
final class Instance {

	private static final EngineLog logger = EngineLog.of(Instance.class);

	private final List<UpgradeListener> listeners = new CopyOnWriteArrayList<>();

	private final Supplier<Optional<String>> neighbour;

	private final List<String> names = new CopyOnWriteArrayList<>();

	/** Of the other instance; empty if it has not told any. */
	private volatile List<String> otherNames = List.of();

	/** One value, so that no reader sees half of a step. */
	private volatile InstanceSnapshot snapshot;

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
		this.snapshot = InstanceSnapshot.first(info, historySize);
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

	/**
	 * What is known of this instance at this moment.
	 */
	InstanceSnapshot snapshot() {
		return this.snapshot;
	}

	InstanceInfo info() {
		return this.snapshot.info();
	}

	List<UpgradeRecord> history() {
		return this.snapshot.history().records();
	}

	List<String> baseCommand() {
		return this.baseCommand;
	}

	/**
	 * What the next engine of this process has to know.
	 */
	Heritage heritage() {
		return new Heritage(info().generation(), this.baseCommand, history());
	}

	/**
	 * The upgrade that is running.
	 * @return the upgrade, or {@code null}
	 */
	@Nullable UpgradeRecord running() {
		return this.snapshot.running().orElse(null);
	}

	/**
	 * This process has a predecessor, and these are its heritage.
	 */
	void inherit(int generation, List<String> command, List<UpgradeRecord> earlier) {
		this.baseCommand = List.copyOf(command);
		this.snapshot = this.snapshot.descended(generation, earlier);
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
		this.snapshot = this.snapshot.running(upgrade);
		tell((listener) -> listener.phaseChanged(upgrade));
	}

	/**
	 * The step of moving new connections that the running upgrade is at.
	 * @return its number; 0 if there is none
	 */
	int shiftStep() {
		return this.snapshot.running()
			.flatMap((upgrade) -> upgrade.progress().shift())
			.map(ShiftStatus::step)
			.orElse(0);
	}

	/**
	 * New connections are moved, as far as the running upgrade tells.
	 */
	void shifted(ShiftStatus shift) {
		UpgradeRecord before = running();
		if (before == null) {
			return;
		}
		UpgradeRecord upgrade = before.with(before.progress().withShift(shift));
		this.snapshot = this.snapshot.running(upgrade);
		if (before.progress().shift().map(ShiftStatus::step).orElse(0) != shift.step()) {
			tell((listener) -> listener.shifted(upgrade));
		}
	}

	/**
	 * The upgrade has ended, and this instance stands where it stood before.
	 */
	void ended(UpgradeRecord upgrade) {
		ended(upgrade, this.snapshot.idlePhase());
	}

	/**
	 * The upgrade has ended.
	 * @param upgrade the upgrade
	 * @param next where this instance stands from now on
	 */
	void ended(UpgradeRecord upgrade, UpgradePhase next) {
		this.snapshot = this.snapshot.ended(upgrade, next);
		tell((listener) -> listener.ended(upgrade));
	}

	/**
	 * Where this instance stands while no upgrade runs.
	 * @param phase it serves, or is told to stop
	 */
	void idlePhase(UpgradePhase phase) {
		this.snapshot = this.snapshot.idlePhase(phase);
	}

	/**
	 * No upgrade runs.
	 */
	void idle() {
		this.snapshot = this.snapshot.idle();
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
