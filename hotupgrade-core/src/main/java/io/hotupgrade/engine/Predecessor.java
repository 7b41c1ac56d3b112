package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.hotupgrade.CauseChain;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.jspecify.annotations.Nullable;

/**
 * This instance in its role as predecessor: feeds {@link UpgradeStateMachine} with what
 * happens, and has done what it says by those who can. Used on the engine's thread only.
 */
final class Predecessor implements UpgradeSide, SuccessorReports.Receiver {

	private static final EngineLog logger = EngineLog.of(Predecessor.class);

	/** Between two attempts at an action. */
	private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

	private static final String SHORTAGE = "; give this process what it lacks: memory (-Xmx), or threads (ulimit -u of this "
			+ "user, pids.max of the control group)";

	private final Instance instance;

	private final Servers servers;

	private final SuccessorLinks links;

	private final EngineSettings settings;

	private final EngineScheduler scheduler;

	private final Runnable exit;

	private final WorkHandover work;

	private final RequestLearning learning;

	private final SessionExchange sessions;

	private final StateExchange state;

	private final ExclusiveHandover exclusive;

	private final SuccessorWatch watch;

	private final Safeguard safeguard;

	private final PhaseTimer timer;

	private final SharedPorts ports;

	private final SuccessorLaunch launch;

	private final TrafficShift shift;

	private final Probation probation;

	private final RollBack rollBack;

	private final UpgradeCheck check;

	private final EventQueue<Occurrence> events = new EventQueue<>(this::process);

	private UpgradeStateMachine machine = UpgradeStateMachine.INITIAL;

	private @Nullable UpgradeRun upgrade;

	private boolean workReleased;

	/**
	 * When the successor had stopped the work that was released, as far as it has said.
	 */
	private @Nullable Instant workReturned;

	/** Told to stop after it had taken over. */
	private volatile boolean successorStopping;

	Predecessor(Instance instance, Servers servers, ListenerSteering steering, SuccessorLinks links,
			EngineSettings settings, EngineScheduler scheduler, Runnable exit, WorkHandover work, RequestMeter meter,
			RequestLearning learning, SessionExchange sessions, StateExchange state) {
		this.instance = instance;
		this.servers = servers;
		this.links = links;
		this.settings = settings;
		this.scheduler = scheduler;
		this.exit = exit;
		this.work = work;
		this.learning = learning;
		this.sessions = sessions;
		this.state = state;
		this.exclusive = new ExclusiveHandover(scheduler);
		this.watch = new SuccessorWatch(meter, settings.shift(), scheduler);
		this.safeguard = new Safeguard(scheduler, this::internalError);
		this.timer = new PhaseTimer(this.safeguard);
		this.ports = new SharedPorts(new PortPair(servers, steering), this.safeguard);
		this.launch = new SuccessorLaunch(steering, settings.launchTimeout(), this.safeguard, () -> this.machine,
				scheduler::nanoTime);
		this.shift = new TrafficShift(instance, servers, steering, this.ports, this.watch, this.timer, scheduler,
				() -> this.machine);
		this.probation = new Probation(servers, this.ports, this.timer, this.safeguard);
		this.rollBack = new RollBack(servers, steering, settings, () -> sessions.limit().plus(state.limit()),
				this.timer, () -> this.machine);
		this.check = new UpgradeCheck(this.safeguard, scheduler, () -> this.machine);
	}

	void useGuard(UpgradeGuard other) {
		this.watch.use(other);
	}

	/**
	 * What cannot exist twice, and is not to be had by two instances at a time.
	 */
	ExclusiveHandover exclusive() {
		return this.exclusive;
	}

	UpgradePhase phase() {
		return this.machine.phase();
	}

	boolean isStopping() {
		return this.machine.stopping();
	}

	/**
	 * Whether the successor, having taken over for good, was told to stop. May be called
	 * from any thread.
	 */
	boolean isSuccessorStopping() {
		return this.successorStopping;
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
		return begin(this.links.source(wanted), false);
	}

	/**
	 * Begins the rehearsal of an upgrade that nothing speaks against.
	 * @return the rehearsal
	 */
	UpgradeRecord rehearse(UpgradeRequest wanted) {
		return begin(this.links.source(wanted), true);
	}

	/**
	 * Begins an upgrade that nothing speaks against.
	 * @param from provides the successor
	 * @return the upgrade
	 */
	UpgradeRecord begin(SuccessorSource from) {
		return begin(from, false);
	}

	private UpgradeRecord begin(SuccessorSource from, boolean rehearsal) {
		UpgradeInProgress story = new UpgradeInProgress(this.links.newId(), this.instance.info(), this.scheduler,
				rehearsal);
		EngineLog.about(story.id());
		this.instance.otherIsNamed(List.of());
		ShiftCourse course = this.shift.course(this.settings.shift().plan());
		this.watch.begin();
		this.safeguard.reset();
		this.exclusive.begin();
		UpgradeRun begun = new UpgradeRun(this.instance, story, from, course, this::on);
		this.check.begin(begun);
		this.upgrade = begun;
		on(new UpgradeEvent.Requested(from.isPreparing(), rehearsal));
		return story.record();
	}

	/**
	 * Lets a successor know under which names others know this instance.
	 */
	@Override
	public void tellNames() {
		if (!this.instance.names().isEmpty()) {
			link().ifPresent((to) -> to.send(new ControlMessage.Names(this.instance.names())));
		}
	}

	@Override
	public void tellLearned() {
		List<LearnedRequest> learned = this.learning.learned().requests();
		if (!learned.isEmpty()) {
			link().ifPresent((to) -> to.send(new ControlMessage.Learned(learned)));
		}
	}

	/**
	 * One that is only rehearsed would serve none of them.
	 */
	@Override
	public void tellSessions() {
		if (this.machine.rehearsal()) {
			return;
		}
		this.sessions.invite()
			.ifPresent((invitation) -> link().ifPresent(
					(to) -> to.send(new ControlMessage.Sessions(invitation.socket().toString(), invitation.key()))));
	}

	@Override
	public void tellState() {
		if (this.machine.rehearsal()) {
			return;
		}
		this.state.invite()
			.ifPresent((invitation) -> link().ifPresent(
					(to) -> to.send(new ControlMessage.State(invitation.socket().toString(), invitation.key()))));
	}

	/**
	 * Background work may need it, and stops first.
	 */
	@Override
	public void releaseResources() {
		UpgradeRun of = this.upgrade;
		boolean starting = this.machine.phase() == UpgradePhase.LAUNCHING
				|| this.machine.phase() == UpgradePhase.STARTING;
		if (of == null || !starting || this.machine.ending().isPresent()) {
			return;
		}
		CompletableFuture<Void> stopped = this.exclusive.isNeeded() ? this.work.stop()
				: CompletableFuture.completedFuture(null);
		this.exclusive.release(stopped, () -> of.link().send(new ControlMessage.ResourcesReleased()), of::on);
	}

	@Override
	public void sendRequestsTo(Entrance entrance) {
		this.exclusive.sendOnTo(entrance);
	}

	@Override
	public void successorStops() {
		this.successorStopping = isReplaced();
	}

	private Optional<SuccessorLink> link() {
		return Optional.ofNullable(this.upgrade).flatMap(UpgradeRun::successor);
	}

	@Override
	public void workReturned(Instant since) {
		this.workReturned = since;
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
		if (this.upgrade != null && this.upgrade.course().isAt(step)) {
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
		Optional<SuccessorLink> to = link();
		return this.work.stop().thenRun(() -> {
			boolean serves = this.machine.phase().isCommitted() && this.machine.ending().isEmpty();
			if (to.isPresent() && to.equals(link()) && serves) {
				this.workReleased = true;
				this.workReturned = null;
				releaseState(to.get());
				to.get().send(new ControlMessage.WorkReleased(this.work.stoppedSince().toEpochMilli()));
			}
		});
	}

	private void releaseState(SuccessorLink to) {
		if (this.state.release()) {
			to.send(new ControlMessage.StateReleased());
		}
	}

	private void resumeWork() {
		if (!this.machine.stopping()) {
			this.work.resume(untouchedSince());
		}
		this.workReleased = false;
	}

	/**
	 * Since when nobody has worked. A successor that was killed has not said it, and may
	 * have worked to its end: what it may have done is not done again.
	 */
	private Instant untouchedSince() {
		if (!this.workReleased) {
			return this.work.stoppedSince();
		}
		return (this.workReturned != null) ? this.workReturned : this.scheduler.now();
	}

	/**
	 * The last connection is gone: tells the successor the whole story and lets it go.
	 */
	void drained(CutTraffic cut) {
		if (!isReplaced()) {
			return;
		}
		this.upgrade.story().succeeded(cut, this.sessions.receipt(), this.state.receipt(), this.exclusive.receipt());
		UpgradeRecord record = this.upgrade.record();
		logger.info("Upgrade {} succeeded: generation {} (pid {}) serves", record.id(),
				record.identity().successor().generation(), record.identity().successor().pid());
		this.upgrade.link().send(new ControlMessage.Drained(record));
		this.instance.ended(record, this.machine.phase());
		forget();
	}

	/**
	 * The listeners of this instance are closed.
	 */
	void listenersClosed() {
		if (isReplaced()) {
			this.upgrade.link().send(new ControlMessage.Released());
		}
	}

	/**
	 * Whether a successor's process was started that has not taken over.
	 */
	Optional<SuccessorLink> unfinished() {
		return link().filter((any) -> this.machine.phase() != UpgradePhase.DRAINING);
	}

	private void on(UpgradeEvent event) {
		on(this.upgrade, event);
	}

	private void on(@Nullable UpgradeRun of, UpgradeEvent event) {
		this.events.add(new Occurrence(event, of));
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
		boolean entered = this.upgrade == null || this.safeguard.isDone(() -> enter(before, transition));
		for (UpgradeAction action : transition.actions()) {
			if (entered || action.isIndispensable()) {
				attempt(action, transition);
			}
		}
	}

	private void attempt(UpgradeAction action, UpgradeStateMachine.Transition transition) {
		boolean done = this.safeguard.isDone(() -> perform(action, transition));
		if (!done && action.isIndispensable()) {
			Occurrence again = new Occurrence(new UpgradeEvent.Again(action), this.upgrade);
			this.safeguard.later(() -> this.events.add(again), RETRY_PERIOD);
		}
	}

	private void enter(UpgradePhase before, UpgradeStateMachine.Transition transition) {
		UpgradePhase next = transition.next().phase();
		boolean further = next != before && transition.closed().isEmpty();
		if (further) {
			limit(next);
			this.upgrade.story().enter(next);
		}
		transition.next().ending().ifPresent(this.upgrade.story()::ending);
		if (further) {
			logger.info("{} {}: {}", kind(), this.upgrade.id(), next);
			this.upgrade.publish();
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
		UpgradeRun of = this.upgrade;
		this.timer.cancel();
		switch (next) {
			case LAUNCHING -> this.timer.set(this.settings.launchTimeout(), () -> this.launch.timedOut(of));
			case PROBATION -> this.timer.set(this.settings.probation(), () -> this.probation.timeOver(of));
			default -> this.timer.clear();
		}
	}

	private void perform(UpgradeAction action, UpgradeStateMachine.Transition transition) {
		UpgradeRun of = this.upgrade;
		switch (action) {
			case PREPARE -> of.prepare();
			case LAUNCH -> this.launch.begin(of, reports(of));
			case CHECK_LISTENERS -> this.ports.check(of);
			case SHIFT -> shift(of);
			case BEGIN_PROBATION -> beginProbation();
			case TAKE_BACK -> takeBack(of);
			case TERMINATE_SUCCESSOR -> this.rollBack.terminateSuccessor(of);
			case CLOSE_RECORD -> closeRecord(transition.closed().orElseThrow());
			case LEAVE -> this.exit.run();
		}
	}

	private SuccessorLink.Events reports(UpgradeRun of) {
		return new SuccessorReports(of, this.instance, this.settings.control().application(), this.shift,
				this.safeguard, this);
	}

	/**
	 * Where requests wait for the successor, nothing is gained by steps.
	 */
	private void shift(UpgradeRun of) {
		if (this.exclusive.isReleased()) {
			of.course().moveAllAtOnce();
		}
		this.shift.goOn(of);
	}

	private void takeBack(UpgradeRun of) {
		new Attempts().run(() -> this.rollBack.takeBack(of)).run(this.exclusive::hold).end();
	}

	private void beginProbation() {
		this.probation.begin(this.upgrade);
		this.exclusive.committed();
		if (this.work.isExclusive()) {
			stopWork();
		}
		else {
			releaseState(this.upgrade.link());
		}
	}

	/**
	 * Listeners are told last, when the next upgrade can begin: one of them may ask for
	 * it.
	 */
	private void closeRecord(UpgradeStateMachine.Ending ending) {
		UpgradeRun over = this.upgrade;
		Attempts attempts = new Attempts();
		List<String> output = ending.isFailure() ? attempts.get(over::lastOutput, List.of()) : List.of();
		String kind = kind();
		SessionsReceipt shared = attempts.get(this.sessions::receipt, SessionsReceipt.NONE);
		StateReceipt passed = attempts.get(this.state::receipt, StateReceipt.NONE);
		ExclusiveReceipt released = attempts.get(this.exclusive::receipt, ExclusiveReceipt.NONE);
		attempts.run(() -> over.story().failed(ending, output, shared, passed, released))
			.run(() -> tellEnd(kind, over.id(), ending, output))
			.run(this::forget)
			.run(() -> this.exclusive.takeBack(this::resumeWork))
			.run(() -> this.instance.ended(over.record(), this.machine.phase()))
			.run(this::idle)
			.end();
	}

	private static void tellEnd(String kind, String id, UpgradeStateMachine.Ending ending, List<String> output) {
		ending.reason()
			.ifPresentOrElse(
					(reason) -> logger.warn("{} {} ended as {} ({}): {}{}", kind, id, ending.outcome(), reason,
							ending.message(), lastLines(output)),
					() -> logger.info("{} {} ended as {}: {}", kind, id, ending.outcome(), ending.message()));
	}

	/** What the log calls that which is under way. */
	private String kind() {
		return (this.upgrade != null && this.upgrade.record().isRehearsal()) ? "Rehearsal" : "Upgrade";
	}

	private static String lastLines(List<String> output) {
		return output.isEmpty() ? "" : System.lineSeparator() + "The successor's last lines of output:"
				+ System.lineSeparator() + output.stream().collect(Collectors.joining(System.lineSeparator()));
	}

	/** Unless a listener has begun the next one. */
	private void idle() {
		if (this.upgrade == null) {
			this.instance.idle();
		}
	}

	/**
	 * Whatever goes wrong with it: the next upgrade can begin.
	 */
	private void forget() {
		UpgradeRun over = this.upgrade;
		this.upgrade = null;
		EngineLog.aboutNothing();
		over.end();
		Attempts attempts = new Attempts().run(this.timer::cancel).run(this.launch::end).run(this.check::end);
		over.successor().ifPresent((link) -> attempts.run(link::close));
		attempts.run(this.watch::end).run(this.sessions::uninvite).run(this.state::uninvite).end();
	}

	/**
	 * Whatever goes wrong on the way ends the upgrade.
	 */
	private void internalError(Throwable ex) {
		on(new UpgradeEvent.Failed(FailureReason.INTERNAL_ERROR,
				"This instance could not go on with the upgrade in phase %s: %s. Its log has the whole error%s"
					.formatted(this.machine.phase(), CauseChain.describe(ex),
							(ex instanceof OutOfMemoryError) ? SHORTAGE : "")));
		logger.error("Internal error of the upgrade engine in phase {}; this instance goes on serving",
				this.machine.phase(), ex);
	}

	/**
	 * An event, and the upgrade in which it happened.
	 *
	 * @param event the event
	 * @param upgrade the upgrade; {@code null} if there was none
	 */
	private record Occurrence(UpgradeEvent event, @Nullable UpgradeRun upgrade) {
	}

}
