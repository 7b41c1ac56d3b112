package io.hotupgrade.engine;

import org.jspecify.annotations.Nullable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.hotupgrade.CauseChain;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerLoad;

/**
 * This instance in its role as predecessor: feeds {@link UpgradeStateMachine} with what
 * happens and does what it says. Used on the engine's thread only.
 */
final class Predecessor implements UpgradeSide {

	private static final EngineLog logger = EngineLog.of(Predecessor.class);

	/** A successor that drains without a limit is waited for as long as it takes. */
	private static final Duration NO_LIMIT = Duration.ofDays(365);

	/** For reading what the successor has sent while this process was itself stopped. */
	private static final Duration BACKLOG = Duration.ofMillis(200);

	private static final Duration EXIT_GRACE = Duration.ofSeconds(1);

	/** Between two looks at what must not be missed, and two attempts at an action. */
	private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);

	private static final String SHORTAGE = "; give this process what it lacks: memory (-Xmx), or threads (ulimit -u of this "
			+ "user, pids.max of the control group)";

	private static final Runnable NOTHING = () -> {
	};

	private final Instance instance;

	private final Servers servers;

	private final ListenerSteering steering;

	private final PortPair ports;

	private final SuccessorLinks links;

	private final EngineSettings settings;

	private final EngineScheduler scheduler;

	private final Runnable exit;

	private final WorkHandover work;

	private final SuccessorWatch watch;

	private final EventQueue<Occurrence> events = new EventQueue<>(this::process);

	private UpgradeStateMachine machine = UpgradeStateMachine.INITIAL;

	private @Nullable SuccessorSource source;

	private @Nullable UpgradeInProgress upgrade;

	private @Nullable SuccessorLink link;

	private @Nullable ShiftCourse course;

	private boolean workReleased;

	/** Of the phase; set before anything is done in it. */
	private Runnable timer = NOTHING;

	private Runnable priorityTimer = NOTHING;

	private Optional<PriorityBound> priority = Optional.empty();

	private Runnable check = NOTHING;

	/** What has gone wrong inside, until that is dealt with. */
	private @Nullable Throwable fault;

	/** How often the successor's process was seen to be gone without news of that. */
	private int seenGone;

	Predecessor(Instance instance, Servers servers, ListenerSteering steering, SuccessorLinks links,
			EngineSettings settings, EngineScheduler scheduler, Runnable exit, WorkHandover work, RequestMeter meter) {
		this.instance = instance;
		this.servers = servers;
		this.steering = steering;
		this.ports = new PortPair(servers, steering);
		this.links = links;
		this.settings = settings;
		this.scheduler = scheduler;
		this.exit = exit;
		this.work = work;
		this.watch = new SuccessorWatch(meter, settings.shift(), scheduler);
	}

	void useGuard(UpgradeGuard other) {
		this.watch.use(other);
	}

	UpgradePhase phase() {
		return this.machine.phase();
	}

	boolean isStopping() {
		return this.machine.stopping();
	}

	/**
	 * Whether there is an upgrade, be it one that begins when what is being done is over.
	 */
	boolean isUpgrading() {
		return this.upgrade != null;
	}

	/**
	 * Begins an upgrade that nothing speaks against.
	 * @return the upgrade
	 */
	UpgradeRecord begin(UpgradeRequest wanted) {
		return begin((record, events) -> this.links.launch(wanted, record, events));
	}

	/**
	 * Begins an upgrade that nothing speaks against.
	 * @param from provides the successor
	 * @return the upgrade
	 */
	UpgradeRecord begin(SuccessorSource from) {
		UpgradeInProgress begun = new UpgradeInProgress(this.links.newId(), this.instance.info(), this.scheduler);
		this.source = from;
		this.instance.otherIsNamed(List.of());
		this.course = new ShiftCourse(plan(), this.scheduler, this.servers::accepted);
		this.watch.begin();
		this.fault = null;
		this.seenGone = 0;
		this.check = this.scheduler.repeat(guarded(this::check), CHECK_PERIOD);
		this.upgrade = begun;
		on(new UpgradeEvent.Requested());
		return begun.record();
	}

	/**
	 * Lets a successor know under which names others know this instance.
	 */
	void tellNames() {
		if (this.link != null && !this.instance.names().isEmpty()) {
			this.link.send(new ControlMessage.Names(this.instance.names()));
		}
	}

	@Override
	public void abort() {
		abort("The abort was requested at the predecessor");
	}

	void abort(String message) {
		on(new UpgradeEvent.AbortRequested(message));
	}

	@Override
	public void proceed(int step) {
		if (this.course != null && this.course.isAt(step)) {
			on(new UpgradeEvent.Continued());
		}
	}

	void stop() {
		on(new UpgradeEvent.StopRequested());
	}

	/**
	 * Whether a successor has taken over for good.
	 */
	boolean isReplaced() {
		return this.upgrade != null && this.machine.phase() == UpgradePhase.DRAINING;
	}

	/**
	 * Stops the background work, and lets the successor begin with it if there is one
	 * that has taken over.
	 * @return completed when both is done
	 */
	CompletableFuture<Void> stopWork() {
		SuccessorLink to = this.link;
		return this.work.stop().thenRun(() -> {
			boolean serves = this.machine.phase().isCommitted() && this.machine.ending().isEmpty();
			if (to != null && to == this.link && serves) {
				this.workReleased = true;
				to.send(new ControlMessage.WorkReleased(this.work.stoppedSince().toEpochMilli()));
			}
		});
	}

	private void resumeWork() {
		if (!this.machine.stopping()) {
			this.work.resume(this.workReleased ? this.scheduler.now() : this.work.stoppedSince());
		}
		this.workReleased = false;
	}

	/**
	 * The last connection is gone: tells the successor the whole story and lets it go.
	 */
	void drained(CutTraffic cut) {
		if (!isReplaced()) {
			return;
		}
		this.upgrade.succeeded(cut);
		UpgradeRecord record = this.upgrade.record();
		logger.info("Upgrade {} succeeded: generation {} (pid {}) serves", record.id(),
				record.identity().successor().generation(), record.identity().successor().pid());
		this.link.send(new ControlMessage.Drained(record));
		this.instance.ended(record, this.machine.phase());
		forget();
	}

	/**
	 * The listeners of this instance are closed.
	 */
	void listenersClosed() {
		if (isReplaced()) {
			this.link.send(new ControlMessage.Released());
		}
	}

	/**
	 * Whether a successor's process was started that has not taken over.
	 */
	Optional<SuccessorLink> unfinished() {
		return Optional.ofNullable(this.link).filter((any) -> this.machine.phase() != UpgradePhase.DRAINING);
	}

	private void on(UpgradeEvent event) {
		this.events.add(new Occurrence(event, this.upgrade));
	}

	private void process(Occurrence it) {
		if (it.upgrade() != this.upgrade && !(it.event() instanceof UpgradeEvent.StopRequested)) {
			return;
		}
		UpgradeStateMachine.Transition transition = this.machine.on(it.event());
		UpgradePhase before = this.machine.phase();
		this.machine = transition.next();
		if (this.upgrade == null) {
			this.instance.idlePhase(this.machine.phase());
		}
		boolean entered = this.upgrade == null || isDone(() -> enter(before, transition));
		for (UpgradeAction action : transition.actions()) {
			if (entered || action.isIndispensable()) {
				attempt(action, transition);
			}
		}
	}

	private void attempt(UpgradeAction action, UpgradeStateMachine.Transition transition) {
		try {
			perform(action, transition);
		}
		catch (Throwable ex) {
			fault(ex);
			if (action.isIndispensable()) {
				Occurrence again = new Occurrence(new UpgradeEvent.Again(action), this.upgrade);
				later(() -> this.events.add(again), CHECK_PERIOD);
			}
		}
	}

	private void enter(UpgradePhase before, UpgradeStateMachine.Transition transition) {
		UpgradePhase next = transition.next().phase();
		boolean further = next != before && transition.closed().isEmpty();
		if (further) {
			limit(next);
			this.upgrade.enter(next);
		}
		transition.next().ending().ifPresent(this.upgrade::ending);
		if (further) {
			logger.info("Upgrade {}: {}", this.upgrade.id(), next);
			publish();
		}
	}

	/**
	 * The launch's covers two phases. In the next it is a step that has one, or a gate,
	 * which waits as long as people do.
	 */
	private void limit(UpgradePhase next) {
		if (next == UpgradePhase.STARTING) {
			return;
		}
		this.timer.run();
		this.timer = switch (next) {
			case LAUNCHING -> later(this::launchTimedOut, this.settings.launchTimeout());
			case PROBATION -> later(this::endProbation, this.settings.probation());
			default -> NOTHING;
		};
	}

	private Runnable later(Runnable task, Duration delay) {
		return this.scheduler.schedule(guarded(task), delay);
	}

	/**
	 * Whatever goes wrong on the way ends the upgrade.
	 */
	private Runnable guarded(Runnable task) {
		return () -> isDone(task);
	}

	private boolean isDone(Runnable task) {
		try {
			task.run();
			return true;
		}
		catch (Throwable ex) {
			fault(ex);
			return false;
		}
	}

	/**
	 * Remembered before anything else is tried: when memory or threads are short, that
	 * may fail, too, and is tried again.
	 */
	private void fault(Throwable ex) {
		this.fault = ex;
		dealWithFault();
	}

	private void dealWithFault() {
		Throwable ex = this.fault;
		on(new UpgradeEvent.Failed(FailureReason.INTERNAL_ERROR,
				"This instance could not go on with the upgrade in phase %s: %s. Its log has the whole error%s"
					.formatted(this.machine.phase(), CauseChain.describe(ex),
							(ex instanceof OutOfMemoryError) ? SHORTAGE : "")));
		logger.error("Internal error of the upgrade engine in phase {}; this instance goes on serving",
				this.machine.phase(), ex);
		if (this.fault == ex) {
			this.fault = null;
		}
	}

	/**
	 * Looks after what nobody would tell again: a fault that could not be dealt with, and
	 * the end of the successor's process.
	 */
	private void check() {
		if (this.fault != null) {
			dealWithFault();
		}
		if (this.machine.phase() == UpgradePhase.DRAINING || this.upgrade == null) {
			return;
		}
		boolean gone = (this.link != null) ? this.link.process().onExit().isDone() : this.machine.ending().isPresent();
		this.seenGone = gone ? this.seenGone + 1 : 0;
		if (this.seenGone > 1) {
			on(new UpgradeEvent.SuccessorExited("The successor's process has ended before it had taken over"));
		}
	}

	private void publish() {
		UpgradeRecord record = this.upgrade.record();
		this.instance.progress(record);
		if (this.link != null) {
			this.link.send(new ControlMessage.Progress(record));
		}
	}

	private void perform(UpgradeAction action, UpgradeStateMachine.Transition transition) {
		switch (action) {
			case LAUNCH -> launch();
			case CHECK_LISTENERS -> checkListeners();
			case SHIFT -> shift();
			case BEGIN_PROBATION -> beginProbation();
			case TAKE_BACK -> takeBack();
			case TERMINATE_SUCCESSOR -> terminateSuccessor();
			case CLOSE_RECORD -> closeRecord(transition.closed().orElseThrow());
			case LEAVE -> this.exit.run();
		}
	}

	private void launch() {
		try {
			this.steering.toFirst();
			this.link = this.source.provide(this.upgrade.record(), new LinkEvents());
			this.upgrade.launched(this.link.pid());
			logger.info("Upgrade {}: the successor has pid {}", this.upgrade.id(), this.link.pid());
			this.link.process().sameJar().ifPresent(this::remarkSameJar);
			boundPriority();
			publish();
		}
		catch (LaunchException ex) {
			on(new UpgradeEvent.Failed(FailureReason.LAUNCH_FAILED, ex.getMessage()));
		}
		catch (SteeringException ex) {
			on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	private void remarkSameJar(Path jar) {
		this.upgrade.sameJar(jar);
		logger.info("Upgrade {}: {}", this.upgrade.id(), this.upgrade.jarRemark());
	}

	private void boundPriority() {
		PriorityBound bound = new PriorityBound(this.link.process(), this.settings.launchTimeout());
		this.priority = Optional.of(bound);
		this.priorityTimer = later(() -> startsSlowly(bound), bound.limit());
	}

	private void startsSlowly(PriorityBound bound) {
		UpgradePhase phase = this.machine.phase();
		boolean starts = phase == UpgradePhase.LAUNCHING || phase == UpgradePhase.STARTING;
		if (starts && this.machine.ending().isEmpty()) {
			bound.reach();
			this.upgrade.startsSlowly(bound.describe());
			publish();
		}
	}

	private void launchTimedOut() {
		String slow = this.priority.map(PriorityBound::describe).orElse("");
		on(new UpgradeEvent.Failed(FailureReason.LAUNCH_TIMEOUT,
				"The successor was not ready within %s (hotupgrade.launch.timeout); it had got to phase %s%s".formatted(
						this.settings.launchTimeout(), this.machine.phase(), slow.isEmpty() ? "" : ". " + slow)));
	}

	private void checkListeners() {
		Optional<UpgradeEvent.Failed> difference = this.ports.difference(this.link.listeners());
		if (difference.isPresent()) {
			on(difference.get());
			return;
		}
		try {
			isPaired();
		}
		catch (SteeringException ex) {
			on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	private boolean isPaired() {
		return !isDisturbed() && isJoined();
	}

	private boolean isDisturbed() {
		Optional<UpgradeEvent.Failed> stranger = this.ports.stranger();
		stranger.ifPresent(this::on);
		return stranger.isPresent();
	}

	/**
	 * If the successor does not listen, it may just have died: then its end, which can be
	 * seen only a moment later, is the reason to name.
	 */
	private boolean isJoined() {
		Optional<UpgradeEvent.Failed> absence = this.ports.absence();
		SuccessorLink.Events ofThis = new LinkEvents();
		absence.ifPresent((failed) -> later(() -> ofThis.happened(failed), EXIT_GRACE));
		return absence.isEmpty();
	}

	private void shift() {
		this.timer.run();
		Optional<String> neighbour = this.instance.neighbour();
		if (neighbour.isPresent()) {
			on(new UpgradeEvent.Failed(FailureReason.SEVERAL_APPLICATIONS, neighbour.get()));
			return;
		}
		try {
			if (isPaired()) {
				this.course.next().ifPresentOrElse(this::beginStep, this::commit);
			}
		}
		catch (SteeringException ex) {
			on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	/** What asks for the best that can be had gets it. */
	private ShiftPlan plan() {
		ShiftPlan configured = this.settings.shift().plan();
		boolean steered = this.steering.status().mode() != SteeringStatus.Mode.NONE;
		return (steered || !configured.isAuto()) ? configured : ShiftPlan.INSTANT;
	}

	private void beginStep(ShiftPlan.Step step) {
		this.steering.toSecond(step.percent());
		on(new UpgradeEvent.StepBegun(step.isGate()));
		if (!step.isGate()) {
			this.timer = later(this::endStep, this.course.limit(step));
		}
		this.course.advance();
		logger.info("Upgrade {}: {} % of new connections to the successor{}", this.upgrade.id(), step.percent(),
				step.isGate() ? ", until somebody says to go on" : "");
		publishShift();
	}

	/** A successor that hangs gets no more. */
	private void endStep() {
		if (this.link.isResponsive()) {
			on(new UpgradeEvent.StepOver());
		}
		else {
			this.timer = later(this::endStep, Heartbeat.PERIOD);
		}
	}

	private void commit() {
		ServerLoad load = this.servers.load();
		int queued = this.steering.acceptQueue();
		long before = this.scheduler.nanoTime();
		this.steering.toSecond();
		on(new UpgradeEvent.Shifted());
		Duration time = Duration.ofNanos(this.scheduler.nanoTime() - before);
		this.upgrade.committed(new UpgradeReceipt(load.connections(), load.requests(), queued, 0, 0, Map.of(), time));
		this.course.advance();
		publishShift();
	}

	private void publishShift() {
		ShiftStatus shift = this.course.status();
		this.upgrade.shifted(shift);
		this.instance.shifted(shift);
		this.link.send(new ControlMessage.Shifted(shift));
	}

	private void compare(long accepted, RequestStatistics requests) {
		boolean revocable = this.machine.phase() == UpgradePhase.SHIFTING
				|| this.machine.phase() == UpgradePhase.PROBATION;
		if (!revocable || !this.course.hasBegun() || this.machine.ending().isPresent()) {
			return;
		}
		this.course.reported(accepted);
		Optional<UpgradeEvent.Failed> fault = this.watch.compare(requests, this.course.isAwaiting());
		fault.ifPresentOrElse(this::on, () -> judgeStep(requests));
		if (this.course != null) {
			publishShift();
		}
	}

	private void judgeStep(RequestStatistics requests) {
		switch (this.course.judge(this.watch.own(), requests)) {
			case PROVED -> endStep();
			case HELD -> logger.info("Upgrade {}: {}", this.upgrade.id(), this.course.describeHold());
			case OVERDUE -> this.watch.judgeAtLast().ifPresentOrElse(this::on, this::goOnAnyway);
			case NOTHING_NEW -> {
			}
		}
	}

	private void goOnAnyway() {
		logger.warn("Upgrade {}: all new connections go to the successor though it is not as fast as this instance, "
				+ "as the time for that is over (hotupgrade.shift)", this.upgrade.id());
		endStep();
	}

	private void beginProbation() {
		this.link.send(new ControlMessage.Committed());
		this.link.process().committed();
		this.servers.startDraining();
		if (this.work.isExclusive()) {
			stopWork();
		}
	}

	/**
	 * A stranger on the port gets a share of what is meant for the successor as soon as
	 * this instance has left it, so it must not be left to the two of them. What cannot
	 * be looked at keeps nobody from leaving.
	 */
	private void endProbation() {
		try {
			if (isDisturbed()) {
				return;
			}
		}
		catch (SteeringException ex) {
			logger.warn("It cannot be seen who else listens on the ports at the end of probation: {}", ex.getMessage());
		}
		awaitSignOfLife();
	}

	/**
	 * A successor that hangs must not be left alone: the point of no return waits for a
	 * sign of life that is younger than the probation. If none comes, the heartbeat tells
	 * of that.
	 */
	private void awaitSignOfLife() {
		SuccessorLink.Events ofThis = new LinkEvents();
		this.timer = later(() -> this.link.onceHeard(() -> ofThis.happened(new UpgradeEvent.ProbationOver())), BACKLOG);
	}

	private void takeBack() {
		new Attempts().run(this.timer).run(this::steerBack).run(this.servers::stopDraining).end();
		logger.warn("Upgrade {} does not succeed, this instance serves on: {}", this.upgrade.id(),
				this.machine.ending().map(UpgradeStateMachine.Ending::message).orElse("the successor has exited"));
	}

	private void steerBack() {
		try {
			this.steering.toFirst();
		}
		catch (SteeringException ex) {
			logger.error("New connections could not be taken back before the successor is gone", ex);
		}
	}

	private void terminateSuccessor() {
		if (this.link == null) {
			on(new UpgradeEvent.SuccessorExited("It was never started"));
			return;
		}
		Attempts attempts = new Attempts();
		attempts.run(() -> this.link.send(new ControlMessage.RolledBack(this.upgrade.message())));
		attempts.run(() -> this.link.terminate(terminationGrace()));
		attempts.run(this::publish);
		attempts.end();
	}

	private Duration terminationGrace() {
		boolean finishes = this.machine.hasShared() && !isUnresponsive();
		return finishes ? this.settings.terminationTimeout().plus(this.settings.drain().limit().orElse(NO_LIMIT))
				: this.settings.terminationTimeout();
	}

	/** Such a one will not finish anything. */
	private boolean isUnresponsive() {
		return this.machine.ending()
			.filter((ending) -> ending.reason() == FailureReason.SUCCESSOR_UNRESPONSIVE)
			.isPresent();
	}

	/**
	 * Listeners are told last, when the next upgrade can begin: one of them may ask for
	 * it.
	 */
	private void closeRecord(UpgradeStateMachine.Ending ending) {
		UpgradeInProgress over = this.upgrade;
		Attempts attempts = new Attempts();
		List<String> output = attempts.get(this::lastOutput, List.of());
		attempts.run(() -> over.failed(ending, output))
			.run(() -> logger.warn("Upgrade {} ended as {} ({}): {}{}", over.id(), ending.outcome(), ending.reason(),
					ending.message(), lastLines(output)))
			.run(this::forget)
			.run(this::resumeWork)
			.run(() -> this.instance.ended(over.record(), this.machine.phase()))
			.run(this::idle)
			.end();
	}

	/** Unless a listener has begun the next one. */
	private void idle() {
		if (this.upgrade == null) {
			this.instance.idle();
		}
	}

	private List<String> lastOutput() {
		return (this.link != null) ? this.link.process().lastOutput() : List.of();
	}

	private static String lastLines(List<String> output) {
		return output.isEmpty() ? "" : System.lineSeparator() + "The successor's last lines of output:"
				+ System.lineSeparator() + output.stream().collect(Collectors.joining(System.lineSeparator()));
	}

	/**
	 * Whatever goes wrong with it: the next upgrade can begin.
	 */
	private void forget() {
		SuccessorLink over = this.link;
		this.link = null;
		this.upgrade = null;
		this.course = null;
		this.priority = Optional.empty();
		Attempts attempts = new Attempts().run(this.timer).run(this.priorityTimer).run(this.check);
		if (over != null) {
			attempts.run(over::close);
		}
		attempts.run(this.watch::end).end();
	}

	/**
	 * An event, and the upgrade in which it happened.
	 *
	 * @param event the event
	 * @param upgrade the upgrade; {@code null} if there was none
	 */
	private record Occurrence(UpgradeEvent event, UpgradeInProgress upgrade) {
	}

	/**
	 * What the successor's link reports, on the engine's thread.
	 */
	private final class LinkEvents implements SuccessorLink.Events {

		private final UpgradeInProgress of = Predecessor.this.upgrade;

		@Override
		public void connected(long pid, String version) {
			whileCurrent(() -> {
				this.of.connected(pid, version);
				publish();
				tellNames();
			});
		}

		@Override
		public void named(List<String> names) {
			whileCurrent(() -> Predecessor.this.instance.otherIsNamed(names));
		}

		@Override
		public void warmUp(WarmUpReport report) {
			whileCurrent(() -> {
				this.of.warmUp(report);
				publish();
			});
		}

		@Override
		public void happened(UpgradeEvent event) {
			whileCurrent(() -> on(event));
		}

		@Override
		public void reported(long accepted, RequestStatistics requests) {
			whileCurrent(() -> compare(accepted, requests));
		}

		@Override
		public void continueRequested(int step) {
			whileCurrent(() -> proceed(step));
		}

		private void whileCurrent(Runnable task) {
			if (Predecessor.this.upgrade == this.of) {
				guarded(task).run();
			}
		}

	}

}
