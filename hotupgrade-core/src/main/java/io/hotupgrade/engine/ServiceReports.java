package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.systemd.NotifyMessage;

/**
 * Decides what the service manager that has started this application, such as systemd, is
 * told of it. Only the <em>main process</em> says anything, since only that is listened
 * to, and whoever is it says everything. Used on the engine's thread only, until that
 * {@linkplain #end ends}.
 * <p>
 * A service manager ends the service when its main process dies. So the predecessor is
 * the main process for as long as its successor may fail and it itself must not be
 * stopped for that, and names the successor at the point of no return: from then on it is
 * the predecessor whose death must not end the service. There is nothing to take back at
 * a rollback. The manager has got that message before the successor hears of the point of
 * no return, because it is told first and both read in order; so the successor, which
 * speaks from then on, is listened to.
 */
final class ServiceReports implements UpgradeListener {

	/** How often a time limit of the manager is extended while something is under way. */
	static final Duration PERIOD = Duration.ofSeconds(5);

	private static final EngineLog logger = EngineLog.of(ServiceReports.class);

	private static final Duration EXTENSION = PERIOD.multipliedBy(3);

	private final Instance instance;

	private final EngineScheduler scheduler;

	private final Consumer<NotifyMessage> manager;

	private final LongPredicate isOfThisService;

	private final long begun;

	private final Duration startLimit;

	private boolean main;

	private boolean ready;

	private boolean stopping;

	private boolean draining;

	/** Whether the successor is the main process. */
	private boolean named;

	/** Called when there is nothing to be told any more. */
	private Runnable close = () -> {
	};

	/** Id of the upgrade that is a reload to the manager; empty if there is none. */
	private String reload = "";

	private String status = "";

	/**
	 * Creates the reports of an instance that is starting.
	 * @param instance this instance
	 * @param scheduler the engine's thread
	 * @param manager told each message
	 * @param main whether this is the main process already: not one that a predecessor
	 * has launched
	 * @param isOfThisService whether the process with an id belongs to the same service
	 * @param startLimit how long the start may take before the manager is left to its own
	 * time limit
	 */
	ServiceReports(Instance instance, EngineScheduler scheduler, Consumer<NotifyMessage> manager, boolean main,
			LongPredicate isOfThisService, Duration startLimit) {
		this.instance = instance;
		this.scheduler = scheduler;
		this.manager = manager;
		this.main = main;
		this.isOfThisService = isOfThisService;
		this.startLimit = startLimit;
		this.begun = scheduler.nanoTime();
	}

	/**
	 * Begins to report.
	 * @param watchdog how often the manager wants to hear that the main process is alive
	 */
	void begin(Optional<Duration> watchdog) {
		if (this.main) {
			tell(NotifyMessage.EMPTY.extendTimeout(EXTENSION), self() + " starts");
		}
		this.scheduler.schedule(this::extend, PERIOD);
		watchdog.ifPresent(this::live);
	}

	/** On the engine's thread, so that one that is stuck is noticed. */
	private void live(Duration interval) {
		if (this.main) {
			this.manager.accept(NotifyMessage.EMPTY.alive());
		}
		this.scheduler.schedule(() -> live(interval), interval);
	}

	private void extend() {
		boolean starting = !this.ready
				&& this.scheduler.nanoTime() - this.begun < this.startLimit.minus(EXTENSION).toNanos();
		if (this.main && (starting || this.draining || !this.reload.isEmpty())) {
			this.manager.accept(NotifyMessage.EMPTY.extendTimeout(EXTENSION));
		}
		this.scheduler.schedule(this::extend, PERIOD);
	}

	/**
	 * The application is ready.
	 * @param awaited whether a predecessor still serves
	 */
	void ready(boolean awaited) {
		this.ready = true;
		if (!awaited && !this.main) {
			becomeMain();
		}
		if (this.main) {
			tell(NotifyMessage.EMPTY.ready(), self() + " serves");
		}
	}

	/**
	 * The application stops. The manager may have asked for that, or not.
	 */
	void stopping() {
		this.stopping = true;
		this.draining = true;
		if (this.main) {
			tell(NotifyMessage.EMPTY.extendTimeout(EXTENSION), self() + " stops and lets its clients finish");
		}
	}

	/**
	 * All clients have finished. What comes now has no time limit of ours.
	 */
	void drained() {
		this.draining = false;
	}

	/**
	 * Somebody, perhaps the manager, has asked for an upgrade by a signal and does not
	 * get it. A manager that waits for a reload has to hear of its end.
	 * @param reason why
	 */
	void refused(String reason) {
		if (this.main && this.ready && this.reload.isEmpty()) {
			tell(NotifyMessage.EMPTY.reloading(this.scheduler.nanoTime()).ready(),
					self() + " serves; SIGHUP started no upgrade: " + reason);
		}
	}

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		if (!isPredecessor(upgrade)) {
			asSuccessor(upgrade);
		}
		else if (this.main) {
			asPredecessor(upgrade);
		}
	}

	private void asPredecessor(UpgradeRecord upgrade) {
		if (upgrade.phase() == UpgradePhase.DRAINING) {
			nameSuccessor(upgrade);
		}
		else if (!upgrade.isRehearsal() && !upgrade.id().equals(this.reload)) {
			this.reload = upgrade.id();
			tell(NotifyMessage.EMPTY.reloading(this.scheduler.nanoTime()).extendTimeout(EXTENSION), describe(upgrade));
		}
		else {
			tell(NotifyMessage.EMPTY, describe(upgrade));
		}
	}

	private void nameSuccessor(UpgradeRecord upgrade) {
		long successor = upgrade.identity().successor().pid();
		if (!this.isOfThisService.test(successor)) {
			logger.warn("The successor (pid {}) does not belong to the service that this process (pid {}) is the main "
					+ "process of; the service ends with this process", successor, this.instance.info().pid());
			return;
		}
		tell(NotifyMessage.EMPTY.mainProcess(successor).extendTimeout(EXTENSION), describe(upgrade));
		this.main = false;
		this.named = true;
	}

	/**
	 * Past the point of no return nobody is left to serve. The manager does not notice:
	 * it is not the parent of the main process yet. So this process has to be it again
	 * until it has drained, and to end as a failure.
	 */
	void successorDied(UpgradeRecord upgrade) {
		if (!this.named) {
			return;
		}
		this.named = false;
		this.status = "Generation %d (pid %d) has ended, and nobody accepts connections; %s lets its clients finish"
			.formatted(upgrade.identity().successor().generation(), upgrade.identity().successor().pid(), self());
		this.main = true;
		this.manager.accept(NotifyMessage.EMPTY.mainProcess(this.instance.info().pid()).status(this.status));
		this.close.run();
	}

	/**
	 * The engine's thread is about to end, and this process after it, which takes as long
	 * as the application's beans and shutdown hooks take. Until then the manager does not
	 * notice what becomes of the successor.
	 * @param close called when there is nothing to be told any more: now, or when the
	 * successor has died
	 */
	void end(Runnable close) {
		if (this.named) {
			this.close = close;
		}
		else {
			close.run();
		}
	}

	private void asSuccessor(UpgradeRecord upgrade) {
		if (!this.main && upgrade.phase() == UpgradePhase.DRAINING) {
			this.main = true;
			this.reload = upgrade.id();
			this.manager.accept(NotifyMessage.EMPTY.alive().extendTimeout(EXTENSION));
		}
		if (this.main) {
			tell(NotifyMessage.EMPTY, describe(upgrade));
		}
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		this.reload = "";
		boolean leaves = isPredecessor(upgrade) && upgrade.ending().isSuccess();
		if (leaves || this.stopping) {
			return;
		}
		if (!this.main) {
			becomeMain();
		}
		tell(this.ready ? NotifyMessage.EMPTY.ready() : NotifyMessage.EMPTY, describeEnd(upgrade));
	}

	/**
	 * The predecessor has died before it could name this process. A manager that listens
	 * to the main process only does not hear this.
	 */
	private void becomeMain() {
		this.main = true;
		this.manager.accept(NotifyMessage.EMPTY.mainProcess(this.instance.info().pid()).alive());
	}

	private boolean isPredecessor(UpgradeRecord upgrade) {
		return upgrade.identity().predecessor().pid() == this.instance.info().pid();
	}

	private void tell(NotifyMessage message, String news) {
		boolean isNews = !news.equals(this.status);
		this.status = news;
		NotifyMessage whole = isNews ? message.status(news) : message;
		if (isNews || message != NotifyMessage.EMPTY) {
			this.manager.accept(whole);
		}
	}

	private String self() {
		return describe(this.instance.info());
	}

	private static String describe(InstanceInfo instance) {
		return "Generation %d (pid %d)".formatted(instance.generation(), instance.pid());
	}

	private static String describe(UpgradeRecord upgrade) {
		String successor = (upgrade.identity().successor().pid() != 0) ? "pid " + upgrade.identity().successor().pid()
				: "a new process";
		return "%s %s to generation %d: %s, from pid %d to %s".formatted(kind(upgrade), upgrade.id(),
				upgrade.identity().successor().generation(), upgrade.phase(), upgrade.identity().predecessor().pid(),
				successor);
	}

	private static String kind(UpgradeRecord upgrade) {
		return upgrade.isRehearsal() ? "Rehearsal of the upgrade" : "Upgrade";
	}

	private String describeEnd(UpgradeRecord upgrade) {
		String reason = upgrade.ending().reason().map(FailureReason::name).map((name) -> " (" + name + ")").orElse("");
		String message = upgrade.ending().message().isEmpty() ? "" : ": " + upgrade.ending().message();
		return "%s serves; %s %s to generation %d ended as %s%s%s".formatted(self(),
				kind(upgrade).toLowerCase(Locale.ROOT), upgrade.id(), upgrade.identity().successor().generation(),
				upgrade.ending().outcome().map(UpgradeOutcome::name).orElse("unknown"), reason, message);
	}

}
