package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.hotupgrade.BackgroundWork;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.Takeover;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.internal.process.HangupSignal;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.steering.NoSteering;
import io.hotupgrade.internal.steering.SharedPort;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.internal.supervision.Danger;
import io.hotupgrade.internal.supervision.Keeper;
import io.hotupgrade.internal.supervision.Supervision;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;

/**
 * Runs the hot upgrades of this process: first, if it was launched by one, as the
 * {@linkplain Successor successor} of another instance, then as the
 * {@linkplain Predecessor predecessor} of the next.
 * <p>
 * All methods may be called from any thread, those that wait for something else excepted:
 * {@link #drain()}, {@link #plan} and {@link #close()} not from the engine's own.
 */
public final class UpgradeEngine implements HotUpgrade, ServerRegistry, AutoCloseable {

	private static final EngineLog logger = EngineLog.of(UpgradeEngine.class);

	/**
	 * The native part takes the better part of a second of processor time to load, in
	 * which the application would answer its first requests.
	 */
	private static final Duration PREPARATION_DELAY = Duration.ofSeconds(2);

	/** For the last words of an engine whose log can be written. */
	private static final Duration LOG_LIMIT = Duration.ofSeconds(1);

	/** For the last messages, where the peer is slow to read. */
	private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(2);

	/** The engine's own timer completes what the limit is for, unless it is closed. */
	private static final Duration WORK_MARGIN = Duration.ofSeconds(5);

	private final Scheduler scheduler;

	private final EngineCall thread;

	private final EngineSettings settings;

	private final Instance instance;

	private final Resident resident;

	private final Servers servers;

	private final ListenerSteering steering;

	private final LaunchedSuccessors links;

	private final Predecessor asPredecessor;

	private final Optional<Successor> asSuccessor;

	private final Optional<TakeoverEntry> entry;

	private final Drain drain;

	private final RequestMeter meter = new RequestMeter();

	private final WorkThread workThread = new WorkThread();

	private final WorkHandover work;

	private final SuccessorWarmUp warmUp;

	private final Optional<ServiceLink> service;

	private final Optional<Keeper> keeper = Keeper.join(HandOff.isOfThisProcess());

	private final Supervision supervision = Supervision.ofThisProcess(this.keeper, HandOff.isOfThisProcess());

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile Optional<HangupSignal> hangup = Optional.empty();

	private CompletableFuture<CutTraffic> drained;

	private volatile boolean ready;

	private volatile Duration workLimit = Duration.ZERO;

	private UpgradeEngine(EngineSettings settings, Runnable exit, Optional<HandOff> handOff) {
		EngineLog.prepare();
		this.settings = settings;
		this.scheduler = new EngineThread();
		this.thread = new EngineCall(this.scheduler);
		this.resident = Resident.enter(settings.control().application());
		this.instance = new Instance(new InstanceInfo(ProcessHandle.current().pid(), 0, settings.version()),
				settings.historySize(), this.resident::neighbour);
		this.servers = new Servers();
		this.steering = new ListenerSteering(this.servers, steeringDetection(settings));
		SuccessorLauncher launcher = SuccessorLauncher.create(settings.launch());
		this.links = new LaunchedSuccessors(this.instance, this.servers, launcher, settings.control(), this.scheduler);
		boolean takesOver = handOff.isEmpty() && settings.control().takeover() != Takeover.NEVER;
		boolean looksForPredecessor = takesOver && ReusePort.SUPPORTED;
		this.work = new WorkHandover(this.scheduler, this.workThread, looksForPredecessor || handOff.isPresent());
		this.asPredecessor = new Predecessor(this.instance, this.servers, this.steering, this.links, settings,
				this.scheduler, exit, this.work, this.meter);
		this.links.onTakeover((source) -> {
			checkMoment();
			refuse(danger(Supervision::dangerByLastAnswer));
			checkSurroundings();
			checkShift();
			launcher.checkLeaving();
			this.asPredecessor.begin(source);
		});
		this.entry = takesOver ? Optional.of(new TakeoverEntry(settings.control(), this.instance.info()))
				: Optional.empty();
		this.asSuccessor = (takesOver || handOff.isPresent()) ? Optional.of(successor(exit)) : Optional.empty();
		this.warmUp = new SuccessorWarmUp(this.servers, this::isAwaited);
		this.drain = new Drain(this.servers, this.steering, settings.drain(), this.scheduler::nanoTime, Pause.REAL);
		this.service = ServiceLink.of(System.getenv(), this.instance, this.scheduler, handOff.isPresent(),
				HandOff.isOfThisProcess(), settings.launchTimeout());
		this.keeper.ifPresent((waiting) -> this.instance.addListener(new KeeperReports(waiting, this.instance)));
	}

	/**
	 * Creates the engine of this process. Where the process was launched by a
	 * predecessor, begins to connect to it; does not wait for that.
	 * @param settings the settings
	 * @param exit begins to leave the process once an upgrade has succeeded: has to call
	 * {@link #drain()} on its way, as stopping the application does. Called on the
	 * engine's thread, so it must not wait
	 * @return the engine
	 */
	public static UpgradeEngine create(EngineSettings settings, Runnable exit) {
		Optional<HandOff> handOff = HandOff.takeOfThisProcess();
		UpgradeEngine engine = new UpgradeEngine(settings, exit, handOff);
		Heritage.take(settings.control().application())
			.ifPresent((left) -> engine.instance.inherit(left.generation(), left.command(), left.history()));
		handOff.ifPresent((from) -> {
			Successor successor = engine.asSuccessor.orElseThrow();
			successor.expectPredecessor();
			engine.scheduler.execute(() -> successor.connect(from));
		});
		return engine;
	}

	/**
	 * Whether this process was launched by a predecessor, and its engine is still to be
	 * {@linkplain #create created}.
	 * @return {@code false} for an application context that is started again in the same
	 * process, too
	 */
	public static boolean isLaunched() {
		return HandOff.isPresent();
	}

	private Successor successor(Runnable exit) {
		Duration patience = this.settings.launchTimeout().plus(this.settings.terminationTimeout());
		return new Successor(this.instance, this.servers, this.steering, this.scheduler, this.work,
				this.settings.control().heartbeatTimeout(), patience, exit, this::openControlPoint, this.meter,
				this.settings.shift().guard().enabled());
	}

	private static Supplier<SocketSteering> steeringDetection(EngineSettings settings) {
		return () -> settings.steering() ? SocketSteering.detect()
				: new NoSteering("hotupgrade.steering is set to none");
	}

	/**
	 * Lets SIGHUP start an upgrade as configured, until the engine is closed. Where that
	 * is not possible, says so in the log.
	 */
	public void upgradeOnHangup() {
		this.hangup = Optional.of(HangupSignal.handle(this::hungUp));
	}

	private void hungUp() {
		try {
			logger.info("SIGHUP starts upgrade {}", upgrade(UpgradeRequest.asConfigured()).id());
		}
		catch (UpgradeRefusedException ex) {
			logger.warn("SIGHUP starts no upgrade ({}): {}", ex.getReason(), ex.getMessage());
			tellService((reports) -> reports.refused(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			logger.error("SIGHUP starts no upgrade", ex);
			tellService((reports) -> reports.refused(ex.toString()));
		}
	}

	/**
	 * Tells when this process, which leaves after an upgrade, is the last one of its
	 * service because the successor has died meanwhile, so that it has to end as failed
	 * to be restarted. Known only where a service manager asks to be told of such things,
	 * and there until the process has ended, also when the engine is closed.
	 * @return completed once that is so, and the service manager knows
	 */
	public CompletableFuture<Void> orphaned() {
		return this.service.map((link) -> link.reports().orphaned()).orElseGet(CompletableFuture::new);
	}

	private void tellService(Consumer<ServiceReports> report) {
		this.service.ifPresent((link) -> this.scheduler.execute(() -> report.accept(link.reports())));
	}

	/**
	 * Adds a listener.
	 * @param listener the listener
	 */
	public void addListener(UpgradeListener listener) {
		this.instance.addListener(listener);
	}

	/**
	 * Whether {@linkplain #setBackgroundWork background work} will be started once a
	 * predecessor has let go of it, or once it is known that there is none.
	 * @return {@code false} if it may run already
	 */
	public boolean isBackgroundWorkAwaited() {
		return this.work.isAwaited();
	}

	/**
	 * Tells what this instance does without being asked by clients. It counts as running
	 * unless it {@linkplain #isBackgroundWorkAwaited() is awaited}.
	 * @param background the work
	 * @param rules when it is stopped
	 */
	public void setBackgroundWork(BackgroundWork background, HandoverSettings rules) {
		this.workLimit = rules.stopTimeout();
		this.scheduler.execute(() -> this.work.use(background, rules));
	}

	/**
	 * Replaces the guard that judges successors of this instance.
	 * @param guard the guard to use
	 */
	public void setGuard(UpgradeGuard guard) {
		this.scheduler.execute(() -> this.asPredecessor.useGuard(guard));
	}

	/**
	 * Whether this process has a predecessor that has not handed over yet: it has no
	 * traffic or only a share, and is waited for.
	 * @return {@code true} until commit
	 */
	public boolean isAwaited() {
		return this.asSuccessor.map(Successor::state)
			.filter((state) -> state == Successor.State.AWAITED || state == Successor.State.SHARING)
			.isPresent();
	}

	/**
	 * Whether this application context has taken over from another instance, or is about
	 * to.
	 * @return {@code false} while it is not known whether there is a predecessor
	 */
	public boolean hasPredecessor() {
		return this.asSuccessor.filter(Successor::isHeir).isPresent();
	}

	/**
	 * Tells under which name others know this instance, as in a service registry.
	 * @param name the name
	 */
	public void addName(String name) {
		this.scheduler.execute(() -> {
			this.instance.addName(name);
			this.asPredecessor.tellNames();
			this.asSuccessor.ifPresent(Successor::tellNames);
		});
	}

	/**
	 * Whether the other instance of the last upgrade goes by a name, too.
	 * @param name the name
	 * @return {@code true} also if the other instance has not told any
	 */
	public boolean isSharedName(String name) {
		return this.instance.isSharedName(name);
	}

	/**
	 * The application tells that all its servers are bound.
	 */
	public void started() {
		this.scheduler.execute(() -> this.asSuccessor.ifPresent(Successor::bound));
	}

	/**
	 * Warms this instance up, unless there is no predecessor that serves meanwhile. To be
	 * called once, when the application could be ready, and before it
	 * {@linkplain #ready() tells so}. Does not wait.
	 * @param settings how
	 * @param tasks the application's own tasks
	 * @return completed, on a thread of the warm-up, with what was done; cancelled if the
	 * instance is told to stop meanwhile, or the predecessor wants it ended
	 */
	public CompletableFuture<WarmUpReport> warmUp(WarmUpSettings settings, List<WarmUp> tasks) {
		tellWarmUp(WarmUpReport.BEGUN);
		return this.warmUp.begin(settings, tasks).thenApply((report) -> {
			if (this.asSuccessor.filter((successor) -> successor.state() == Successor.State.ROLLED_BACK).isPresent()) {
				throw new CancellationException("The predecessor ends this process");
			}
			tellWarmUp(report);
			return report;
		});
	}

	private void tellWarmUp(WarmUpReport report) {
		this.scheduler.execute(() -> this.asSuccessor.ifPresent((successor) -> successor.warmUp(report)));
	}

	/**
	 * The application tells that it is ready for traffic.
	 */
	public void ready() {
		this.scheduler.execute(() -> {
			this.ready = true;
			this.asSuccessor.ifPresent(Successor::ready);
			if (this.asSuccessor.isPresent()) {
				prepare();
				this.entry.ifPresent(TakeoverEntry::close);
			}
			else {
				this.scheduler.schedule(this::prepare, PREPARATION_DELAY);
			}
			this.service.ifPresent((link) -> link.reports().ready(isAwaited()));
			if (!isAwaited()) {
				this.keeper.ifPresent(Keeper::serves);
			}
		});
	}

	/**
	 * The application tells that it cannot become ready.
	 * @param reason why, for scripts
	 * @param message why, for people
	 */
	public void failed(FailureReason reason, String message) {
		this.scheduler.execute(() -> {
			// Should the predecessor die now, this instance serves, well or not.
			this.ready = this.ready || reason == FailureReason.UNHEALTHY || reason == FailureReason.WARM_UP_FAILED;
			this.asSuccessor.ifPresent((successor) -> successor.failed(reason, message));
		});
	}

	/**
	 * Gets over with what takes time at the first upgrade, unless there was need of it
	 * before. The program keeps new connections here even if another process joins the
	 * port, and one that wants to take over finds the control socket.
	 */
	private void prepare() {
		if (this.asPredecessor.isStopping()) {
			return;
		}
		try {
			logger.debug("Steering: {}", this.steering.status());
			if (this.asSuccessor.isEmpty() || this.asSuccessor.get().state() == Successor.State.ALONE) {
				this.steering.toFirst();
				this.steering.findStrangers(1)
					.ifPresent(
							(wrong) -> logger.warn("{}; upgrades are refused until the other process is ended", wrong));
			}
		}
		catch (RuntimeException ex) {
			logger.warn("New connections cannot be steered, so upgrades will not be possible: {}", ex.toString());
		}
		openControlPoint();
		if (this.settings.supervisorCheck()) {
			this.workThread.execute(this::tellOfSupervision);
		}
	}

	/** Whoever looks into the log after an outage reads it too late. */
	private void tellOfSupervision() {
		this.supervision.danger()
			.ifPresentOrElse(
					(danger) -> logger.info("Upgrades of this instance will be refused ({}): {}", danger.reason(),
							danger.message()),
					() -> this.supervision.advice().ifPresent((advice) -> logger.info("{}", advice)));
	}

	/** Also removes what a killed predecessor has left there. */
	private void openControlPoint() {
		try {
			this.links.open();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("No other instance can reach this one before that is repaired: {}", ex.getMessage());
		}
	}

	@Override
	public InstanceInfo instance() {
		return this.instance.info();
	}

	@Override
	public UpgradeStatus status() {
		InstanceSnapshot snapshot = this.instance.snapshot();
		ServerActivity activity = this.servers.activity();
		return new UpgradeStatus(snapshot.phase(), snapshot.info(), this.steering.status(),
				activity.load().connections(), activity.load().requests(), snapshot.running(),
				snapshot.history().records(), activity.byProtocol(), this.drain.status(activity, this.scheduler.now()));
	}

	@Override
	public UpgradeRecord upgrade(UpgradeRequest request) {
		// Whoever asks can wait for an answer, the engine's thread cannot.
		Optional<Danger> danger = danger(Supervision::danger);
		return this.thread.call(() -> {
			checkMoment();
			refuse(danger);
			checkSurroundings();
			checkShift();
			this.links.check(request);
			return this.asPredecessor.begin(request);
		});
	}

	private void checkMoment() {
		if (this.asPredecessor.isStopping() || this.asPredecessor.phase() == UpgradePhase.DRAINING) {
			throw new UpgradeRefusedException(RefusalReason.STOPPING, "This instance is stopping");
		}
		UpgradeRecord running = this.instance.running();
		if (running != null) {
			throw new UpgradeRefusedException(RefusalReason.UPGRADE_IN_PROGRESS,
					"Upgrade %s is in phase %s; wait for its end, or abort it".formatted(running.id(),
							running.phase()));
		}
		if (this.asPredecessor.isUpgrading()) {
			throw new UpgradeRefusedException(RefusalReason.UPGRADE_IN_PROGRESS,
					"An upgrade is about to begin; wait for its end, or abort it");
		}
		if (!this.ready || isAwaited()) {
			throw new UpgradeRefusedException(RefusalReason.NOT_READY,
					"This instance is still starting; try again when it is ready");
		}
	}

	private Optional<Danger> danger(Function<Supervision, Optional<Danger>> question) {
		return this.settings.supervisorCheck() ? question.apply(this.supervision) : Optional.empty();
	}

	private static void refuse(Optional<Danger> danger) {
		danger.ifPresent((found) -> {
			throw new UpgradeRefusedException(found.reason(), found.message());
		});
	}

	private void checkSurroundings() {
		this.instance.neighbour().ifPresent((wrong) -> {
			throw new UpgradeRefusedException(RefusalReason.SEVERAL_APPLICATIONS, wrong);
		});
		if (this.servers.listeners().isEmpty()) {
			throw new UpgradeRefusedException(RefusalReason.NO_LISTENER,
					"No embedded server with an upgradable listener is running");
		}
		if (!ReusePort.SUPPORTED) {
			throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED,
					"This operating system has no SO_REUSEPORT, without which two instances cannot share a port");
		}
		findStranger().ifPresent((wrong) -> {
			throw new UpgradeRefusedException(RefusalReason.STRANGER_ON_PORT,
					wrong + ", and only this instance should; end the other process");
		});
	}

	/** To move everything at once needs no steering, only less luck with it. */
	private void checkShift() {
		SteeringStatus status = this.steering.status();
		if (!this.settings.shift().plan().steps().isEmpty() && status.mode() == SteeringStatus.Mode.NONE) {
			throw new UpgradeRefusedException(RefusalReason.STEERING_UNAVAILABLE,
					"New connections cannot be moved in steps, because they cannot be steered: %s; set hotupgrade.shift to instant"
						.formatted(status.detail()));
		}
	}

	private Optional<String> findStranger() {
		try {
			return this.steering.findStrangers(1);
		}
		catch (SteeringException ex) {
			throw new UpgradeRefusedException(RefusalReason.STEERING_UNAVAILABLE,
					"It cannot be seen who listens on the ports: " + ex.getMessage());
		}
	}

	@Override
	public UpgradeRecord proceed() {
		return this.thread.call(() -> {
			UpgradeRecord running = this.instance.running();
			int step = (running != null)
					? running.progress().shift().filter(ShiftStatus::waiting).map(ShiftStatus::step).orElse(0) : 0;
			if (step == 0 || running.ending().reason().isPresent()) {
				throw new UpgradeRefusedException(RefusalReason.NOT_AT_GATE,
						"No upgrade waits at a gate, which is a step of hotupgrade.shift that ends with 'until continued'");
			}
			if (this.asPredecessor.phase() != UpgradePhase.SERVING) {
				this.asPredecessor.proceed(step);
			}
			else {
				this.asSuccessor.ifPresent((successor) -> successor.requestContinue(step));
			}
			return Optional.ofNullable(this.instance.running()).orElse(running);
		});
	}

	@Override
	public UpgradeRecord abort() {
		return this.thread.call(() -> {
			UpgradeRecord running = this.instance.running();
			if (running == null) {
				throw new UpgradeRefusedException(RefusalReason.NOTHING_TO_ABORT, "No upgrade is under way");
			}
			if (running.phase() == UpgradePhase.DRAINING) {
				throw new UpgradeRefusedException(RefusalReason.TOO_LATE_TO_ABORT,
						"Upgrade %s is past its point of no return: the successor serves alone"
							.formatted(running.id()));
			}
			if (this.asPredecessor.phase() != UpgradePhase.SERVING) {
				this.asPredecessor.abort("The abort was requested at the predecessor");
			}
			else {
				this.asSuccessor.ifPresent(Successor::requestAbort);
			}
			return Optional.ofNullable(this.instance.running()).orElse(running);
		});
	}

	/**
	 * Stops accepting, lets clients finish and returns when no connection is left or the
	 * time is up. Blocks; never call it on a server's own thread. After it has been
	 * called once, further calls wait for the same drain.
	 * @return what had to be cut at the time limit
	 */
	public CutTraffic drain() {
		CompletableFuture<CutTraffic> result = new CompletableFuture<>();
		synchronized (this) {
			if (this.drained != null) {
				return this.drained.join();
			}
			this.drained = result;
		}
		try {
			result.complete(runDrain());
		}
		finally {
			result.complete(CutTraffic.NONE);
		}
		return result.join();
	}

	private CutTraffic runDrain() {
		this.warmUp.cancel();
		tellService(ServiceReports::stopping);
		CompletableFuture<Void> workStopped = new CompletableFuture<>();
		boolean alone = this.thread.call(() -> {
			this.asPredecessor.stop();
			this.asSuccessor.ifPresent(Successor::stop);
			this.asPredecessor.stopWork().thenRun(() -> workStopped.complete(null));
			return !this.asPredecessor.isHandingOver() && this.asSuccessor.map(Successor::isAlone).orElse(true);
		});
		CutTraffic cut = this.drain.run(alone, () -> this.scheduler.execute(this.asPredecessor::listenersClosed));
		workStopped.completeOnTimeout(null, this.workLimit.plus(WORK_MARGIN).toMillis(), TimeUnit.MILLISECONDS).join();
		this.thread.call(() -> {
			this.asPredecessor.drained(cut);
			this.service.ifPresent((link) -> link.reports().drained());
			return null;
		});
		EngineLog.flush(LOG_LIMIT);
		return cut;
	}

	@Override
	public ListenerPlan plan(String name, InetSocketAddress requested) throws IOException {
		if (!ReusePort.SUPPORTED) {
			return new ListenerPlan(requested, false);
		}
		Optional<InetSocketAddress> shared = findPredecessor(name, requested)
			.flatMap((welcome) -> Successor.sharedAddress(welcome, name, requested));
		if (shared.isPresent()) {
			checkJoining(shared.get());
			return new ListenerPlan(shared.get(), true);
		}
		PortHold hold = PortHold.take(requested);
		return new ListenerPlan(requested, true, hold::close);
	}

	/**
	 * Before the bind: a listener that is not in the predecessor's group gets connections
	 * from the moment it is bound, however the group is steered, or never any.
	 */
	private void checkJoining(InetSocketAddress address) throws IOException {
		Optional<String> obstacle = SharedPort.findObstacle(address);
		if (obstacle.isPresent()) {
			String message = "The two instances would not share new connections: " + obstacle.get();
			String remedy = "Start both with the same server.address and the same -Djava.net.preferIPv4Stack; "
					+ "a restart can change them, an upgrade cannot.";
			failed(FailureReason.LISTENERS_DIFFER, message + ". " + remedy);
			throw new PredecessorException(message, remedy);
		}
	}

	private Optional<ControlMessage.Welcome> findPredecessor(String name, InetSocketAddress requested)
			throws IOException {
		if (this.asSuccessor.isEmpty()) {
			return Optional.empty();
		}
		Successor successor = this.asSuccessor.get();
		if (this.entry.isEmpty()) {
			return successor.awaitWelcome();
		}
		this.entry.get().begin(name, requested).ifPresent((search) -> {
			successor.expectPredecessor();
			this.scheduler.execute(() -> successor.takeOver(search));
		});
		Optional<ControlMessage.Welcome> welcome = successor.awaitWelcome();
		this.entry.get().checkResult(welcome);
		return welcome;
	}

	@Override
	public void register(UpgradableServer server) {
		this.servers.add(server);
	}

	@Override
	public RequestMeter requestMeter() {
		return this.meter;
	}

	@Override
	public void unregister(UpgradableServer server) {
		this.servers.remove(server);
	}

	/**
	 * Ends the engine: a successor that has not taken over is terminated, the control
	 * socket removed. Blocks for the termination timeout at most.
	 */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.warmUp.cancel();
		this.hangup.ifPresent(HangupSignal::close);
		this.resident.leave();
		Optional<SuccessorLink> unfinished = this.thread.call(() -> {
			this.asPredecessor.stop();
			return this.asPredecessor.unfinished();
		});
		unfinished.ifPresent((link) -> link.killAndReap(this.settings.terminationTimeout()));
		this.thread.call(() -> {
			this.instance.heritage().leaveTo(this.settings.control().application());
			this.links.close();
			this.asSuccessor.ifPresent(Successor::close);
			this.entry.ifPresent(TakeoverEntry::close);
			this.service.ifPresent(ServiceLink::close);
			this.keeper.filter((waiting) -> this.ready).ifPresent((waiting) -> waiting.leaves(0));
			return null;
		});
		this.scheduler.shutdown();
		this.workThread.shutdown();
		ControlChannel.awaitSent(MESSAGE_LIMIT);
		EngineLog.flush(LOG_LIMIT);
	}

	/**
	 * Whether two processes can share a port at all. Not on Windows.
	 */
	private static final class ReusePort {

		static final boolean SUPPORTED = isSupported();

		private static boolean isSupported() {
			try (ServerSocketChannel channel = ServerSocketChannel.open()) {
				return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
			}
			catch (IOException ex) {
				logger.warn("Cannot find out whether SO_REUSEPORT is supported", ex);
				return false;
			}
		}

	}

}
