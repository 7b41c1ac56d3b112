package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.hotupgrade.BackgroundWork;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.Preflight;
import io.hotupgrade.PreflightCheck;
import io.hotupgrade.Takeover;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.exclusive.ExclusiveSettings;
import io.hotupgrade.exclusive.ResourceHolder;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.AdoptedProcess;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.internal.process.HelperProcess;
import io.hotupgrade.internal.process.StartDirectory;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.steering.NoSteering;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.supervision.Keeper;
import io.hotupgrade.internal.supervision.Supervision;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;

/**
 * Runs the hot upgrades of this process: first, if it was launched by one, as the
 * {@linkplain Successor successor} of another instance, then as the
 * {@linkplain Predecessor predecessor} of the next.
 * <p>
 * All methods may be called from any thread; those that wait for something else than the
 * engine, which are {@link #drain()}, {@link #plan} and {@link #close()}, not from the
 * engine's own.
 *
 * @since 0.1.0
 */
public final class UpgradeEngine implements HotUpgrade, ServerRegistry, AutoCloseable {

	/** For the last words of an engine whose log can be written. */
	private static final Duration LOG_LIMIT = Duration.ofSeconds(1);

	/** For the last messages, where the peer is slow to read. */
	private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(2);

	private final EngineSettings settings;

	private final EngineScheduler scheduler = new EngineThread();

	private final EngineCall engine = new EngineCall(this.scheduler);

	private final WorkThread workThread = new WorkThread("hotupgrade-work");

	private final WorkThread resourceThread = new WorkThread("hotupgrade-resources");

	private final WorkThread connectThread = new WorkThread("hotupgrade-connect");

	private final WorkThread prepareThread = new WorkThread("hotupgrade-prepare");

	private final RequestMeter meter = new RequestMeter();

	private final RequestLearning learning = new RequestLearning();

	private final Servers servers = new Servers();

	private final SessionExchange sessions;

	private final StateExchange state;

	private final Resident resident;

	private final Instance instance;

	private final ListenerSteering steering;

	private final StartPreparer preparer;

	private final SuccessorAdmission links;

	private final WorkHandover work;

	private final Predecessor predecessor;

	private final Descent descent;

	private final ListenerPlans plans;

	private final SuccessorWarmUp warmUp;

	private final Preparation preparation;

	private final List<Runnable> practices = new CopyOnWriteArrayList<>();

	private final LaunchInspection inspection;

	private final UpgradeCommands commands;

	private final HangupUpgrade hangup;

	private final Overseers overseers;

	private final HeirWatch heir;

	private final Drain drain;

	private final Departure departure;

	/** Launched for a rehearsal. */
	private final boolean rehearsed;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean ready;

	private UpgradeEngine(EngineSettings settings, Runnable exit, Optional<HandOff> handOff) {
		EngineLog.prepare();
		this.settings = settings;
		this.resident = Resident.enter(settings.control().application());
		this.instance = new Instance(new InstanceInfo(ProcessHandle.current().pid(), 0, settings.version()),
				settings.historySize(), this.resident::neighbour);
		this.sessions = new SessionExchange(() -> ControlPoint.directory(settings.control().directory()));
		this.state = new StateExchange(() -> ControlPoint.directory(settings.control().directory()));
		this.steering = new ListenerSteering(this.servers, steeringDetection(settings));
		SuccessorLauncher launcher = SuccessorLauncher.create(settings.launch());
		this.preparer = new StartPreparer(settings.launch().prepare(), launcher, this.instance, this.scheduler,
				this.prepareThread);
		this.links = new SuccessorAdmission(this.instance, this.servers, launcher, settings.control(), this.scheduler,
				this.preparer);
		this.rehearsed = handOff.map(LaunchedEntry::isRehearsal).orElse(false);
		Optional<Entry> entry = entry(handOff);
		boolean workIsOfOther = handOff.isPresent() || entry.isPresent() && ReusePort.SUPPORTED;
		this.work = new WorkHandover(this.scheduler, this.workThread, workIsOfOther);
		this.predecessor = new Predecessor(this.instance, this.servers, this.steering, this.links, settings,
				this.scheduler, exit, this.work, this.meter, this.learning, this.sessions, this.state);
		this.descent = entry.<Descent>map((way) -> successor(way, exit))
			.orElseGet(() -> new FirstInstance(this.scheduler));
		this.plans = new ListenerPlans(this.descent, this.scheduler);
		this.warmUp = new SuccessorWarmUp(this.servers, this.descent::isAwaited);
		Optional<Keeper> keeper = Keeper.join(HandOff.isOfThisProcess());
		this.overseers = new Overseers(ServiceLink.of(System.getenv(), this.instance, this.scheduler,
				handOff.isPresent(), HandOff.isOfThisProcess(), settings.launchTimeout()), keeper, this.instance);
		this.heir = new HeirWatch(this.instance, this.scheduler, this.predecessor::isStopping,
				this.predecessor::isSuccessorStopping, AdoptedProcess::exitOf, AdoptedProcess::isDying,
				this.overseers::successorDied);
		this.instance.addListener(this.heir);
		ParentCheck parents = new ParentCheck(settings.supervisorCheck()
				? Optional.of(Supervision.ofThisProcess(keeper, HandOff.isOfThisProcess())) : Optional.empty());
		UpgradePreconditions preconditions = new UpgradePreconditions(this.instance, this.predecessor, this::isReady,
				parents, this.servers, this.steering, settings.shift().plan(), launcher, this.links::open);
		this.links.onTakeover((source) -> {
			preconditions.checkTakeover();
			this.predecessor.begin(source);
		});
		StrangerWatch strangers = new StrangerWatch(this.steering, this.scheduler,
				() -> this.descent.isSole() && !this.predecessor.isUpgrading() && !this.predecessor.isStopping());
		this.preparation = new Preparation(this.predecessor, this.descent, this.steering, strangers, this.links::open,
				parents, this.workThread, this.preparer, this::practise);
		this.inspection = new LaunchInspection(this.instance, launcher,
				List.of(DiskRoom.with(settings.control().directory()), ProcessRoom.ofThisProcess(),
						new FurtherPorts(Path.of("/proc"), this.servers::listeners)));
		this.commands = new UpgradeCommands(this.engine, this.instance, this.predecessor, this.descent, preconditions,
				this.inspection, parents, this.preparer, exit);
		this.links.onOperator(new OperatorDesk(settings.control().application(), this.servers::listeners, this,
				this.commands::prepare, this.commands::leave));
		this.hangup = new HangupUpgrade(this.commands, this.overseers, this.scheduler);
		this.drain = new Drain(this.servers, this.steering, settings.drain(), this.scheduler::nanoTime, Pause.REAL);
		this.departure = new Departure(this.engine, this.predecessor, this.descent, this.overseers, this.drain,
				this.sessions, this.state);
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
		UpgradeEngine engine = new UpgradeEngine(settings, exit, HandOff.takeOfThisProcess());
		Heritage.take(settings.control().application())
			.ifPresent((left) -> engine.instance.inherit(left.generation(), left.command(), left.history()));
		engine.descent.begin();
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

	/**
	 * Whether this process only trains for another one: it never serves, so it must not
	 * make itself known to anybody.
	 * @return {@code true} in a process that ends as soon as its context is complete
	 */
	public static boolean isTraining() {
		return HelperProcess.isThisProcess();
	}

	/**
	 * Looks where this process was started, before a link in the path to its working
	 * directory can be switched. To be called as early as possible; otherwise it is
	 * looked at when the engine is created.
	 */
	public static void lookWhereItWasStarted() {
		StartDirectory.look();
	}

	/**
	 * Lets this process, if it only trains for another one, end when that has ended
	 * without being able to say so.
	 */
	public static void endTrainingWithItsStarter() {
		HelperProcess.endWithItsStarter();
	}

	private Optional<Entry> entry(Optional<HandOff> handOff) {
		if (handOff.isPresent()) {
			return handOff.map((given) -> new LaunchedEntry(given, this.settings.control().application()));
		}
		return (this.settings.control().takeover() != Takeover.NEVER)
				? Optional.of(new TakeoverEntry(this.settings.control(), this.instance.info())) : Optional.empty();
	}

	private Successor successor(Entry entry, Runnable exit) {
		Duration silence = this.settings.control().heartbeatTimeout();
		Duration patience = silence.plus(this.settings.launchTimeout()).plus(this.settings.terminationTimeout());
		return new Successor(this.instance, this.servers, this.steering, this.scheduler, this.work, entry,
				(events) -> new PredecessorLink(this.scheduler, this.connectThread, silence, events), patience, exit,
				() -> this.preparation.openControlPoint(), this.meter, this.settings.shift().measures(), this.learning,
				this.sessions, this.state);
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
		this.hangup.begin();
	}

	/**
	 * Tells when this process, which leaves after an upgrade, is the last one of its
	 * application because the successor has died meanwhile, so that it has to end as
	 * failed to be restarted. Known until the process has ended, also when the engine is
	 * closed; then each call looks again whether the successor lives.
	 * @return completed once that is so, and a service manager that wants to know does
	 */
	public CompletableFuture<Void> orphaned() {
		return this.heir.orphaned();
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
	 * Whether this process was launched for a rehearsal: it is ended when it is ready,
	 * and what it does without being asked by clients must not begin.
	 * @return {@code false} for the successor of an upgrade
	 */
	public boolean isRehearsed() {
		return this.rehearsed;
	}

	/**
	 * Tells what this instance does without being asked by clients. It counts as running
	 * unless it {@linkplain #isBackgroundWorkAwaited() is awaited}.
	 * @param background the work
	 * @param rules when it is stopped
	 */
	public void setBackgroundWork(BackgroundWork background, HandoverSettings rules) {
		this.departure.limitWork(rules.stopTimeout());
		this.scheduler.execute(() -> this.work.use(background, rules));
	}

	/**
	 * Tells what this instance has that cannot exist twice.
	 * @param holder has it
	 * @param limits how long letting go of it may take
	 */
	public void setResources(ResourceHolder holder, ExclusiveSettings limits) {
		this.scheduler.execute(() -> this.predecessor.exclusive().use(holder, limits, this.resourceThread));
	}

	/**
	 * Asks the predecessor to let go of what cannot exist twice. Does not wait.
	 * @return completed when this instance can take it; at once, if there is no
	 * predecessor, and exceptionally, if this instance is to end
	 */
	public CompletableFuture<Void> claimResources() {
		CompletableFuture<Void> claimed = new CompletableFuture<>();
		this.scheduler.execute(() -> this.descent.claimResources().whenComplete((any, failure) -> {
			if (failure != null) {
				claimed.completeExceptionally(failure);
			}
			else {
				claimed.complete(null);
			}
		}));
		return claimed;
	}

	/**
	 * Lets the predecessor send requests on to this instance, as long as it is there. To
	 * be called by one that has {@linkplain #claimResources() claimed resources}, before
	 * it is {@linkplain #ready() ready}.
	 * @throws IOException if that is not possible
	 */
	public void openEntrance() throws IOException {
		PrivateListener listener = this.servers.first()
			.orElseThrow(() -> new IOException("No server has been started"))
			.openPrivateListener(true);
		this.scheduler.execute(() -> this.descent.entrance(listener));
	}

	/**
	 * Replaces the guard that judges successors of this instance.
	 * @param guard the guard to use
	 */
	public void setGuard(UpgradeGuard guard) {
		this.scheduler.execute(() -> this.predecessor.useGuard(guard));
	}

	/**
	 * Has somebody look at each jar before it is launched.
	 * @param check looks at it
	 */
	public void addCheck(PreflightCheck check) {
		this.inspection.add(check);
	}

	/**
	 * Adds what a request for an upgrade goes through before it comes to the engine, to
	 * be gone through once, soon after the start: what is loaded for it later would have
	 * the JVM throw away what it has compiled for clients.
	 * @param practice is run on a thread of the engine's own, and has no effect
	 */
	public void addPractice(Runnable practice) {
		this.practices.add(practice);
	}

	private void practise() {
		this.commands.practise();
		this.practices.forEach(Runnable::run);
	}

	/**
	 * Whether this process has a predecessor that has not committed yet: it has no
	 * traffic or only a share, and is waited for.
	 * @return {@code true} until commit
	 */
	public boolean isAwaited() {
		return this.descent.isAwaited();
	}

	private boolean isReady() {
		return this.ready && !isAwaited();
	}

	/**
	 * Whether this application context has taken over from another instance, or is about
	 * to.
	 * @return {@code false} while it is not known whether there is a predecessor
	 */
	public boolean hasPredecessor() {
		return this.descent.isHeir();
	}

	/**
	 * Tells under which name others know this instance, as in a service registry.
	 * @param name the name
	 */
	public void addName(String name) {
		this.scheduler.execute(() -> {
			this.instance.addName(name);
			this.predecessor.tellNames();
			this.descent.tellNames();
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
		this.scheduler.execute(this.descent::bound);
	}

	/**
	 * Warms this instance up, unless there is no predecessor that serves meanwhile. To be
	 * called once, when the application could be ready, and before it
	 * {@linkplain #ready() tells so}. Does not wait.
	 * @param settings how
	 * @param parts what to do, in this order
	 * @return completed, on a thread of the warm-up, with what was done; cancelled if the
	 * instance is told to stop meanwhile, or the predecessor wants it ended
	 */
	public CompletableFuture<WarmUpReport> warmUp(WarmUpSettings settings, List<WarmUpPart> parts) {
		tellWarmUp(WarmUpReport.BEGUN);
		return this.warmUp.begin(settings, parts).thenApply((report) -> {
			if (this.descent.isRolledBack()) {
				throw new CancellationException("The predecessor ends this process");
			}
			tellWarmUp(report);
			return report;
		});
	}

	/**
	 * Begins to learn which requests clients send, for the warm-up of the successor.
	 * @param settings what to learn
	 */
	public void learnRequests(LearnSettings settings) {
		this.learning.start(settings);
	}

	/**
	 * What the predecessor has learned of its clients' requests.
	 * @return the requests, the most frequent first; empty if it has told none
	 */
	public List<LearnedRequest> inheritedRequests() {
		return this.learning.inherited();
	}

	private void tellWarmUp(WarmUpReport report) {
		this.scheduler.execute(() -> this.descent.warmUp(report));
	}

	/**
	 * The application tells that it is ready for traffic.
	 */
	public void ready() {
		this.scheduler.execute(() -> {
			this.ready = true;
			this.descent.ready(this.preparation::run);
			this.overseers.ready(isAwaited());
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
			this.descent.failed(reason, message);
		});
	}

	/**
	 * Shares HTTP sessions with the other instance of an upgrade.
	 * @return whom a container's sessions are shared with
	 */
	public SessionExchange sessions() {
		return this.sessions;
	}

	/**
	 * Passes the application's state on to the other instance of an upgrade.
	 * @return whom the states of this instance are told
	 */
	public StateExchange state() {
		return this.state;
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
	public LearnedRequests learnedRequests() {
		return this.learning.learned();
	}

	@Override
	public Preflight check(UpgradeRequest request) {
		return this.commands.check(request);
	}

	@Override
	public UpgradeRecord upgrade(UpgradeRequest request) {
		return this.commands.upgrade(request);
	}

	@Override
	public UpgradeRecord rehearse(UpgradeRequest request) {
		return this.commands.rehearse(request);
	}

	@Override
	public UpgradeRecord proceed() {
		return this.commands.proceed();
	}

	@Override
	public UpgradeRecord abort() {
		return this.commands.abort();
	}

	/**
	 * Stops accepting, lets clients finish and returns when no connection is left or the
	 * time is up. Blocks; never call it on a server's own thread. After it has been
	 * called once, further calls wait for the same drain.
	 * @return what had to be cut at the time limit
	 */
	public CutTraffic drain() {
		this.warmUp.cancel();
		return this.departure.run();
	}

	@Override
	public ListenerPlan plan(String name, InetSocketAddress requested) throws IOException {
		if (isTraining()) {
			throw new IOException("This process only trains for another one, and must not listen; its context should "
					+ "have ended it (spring.context.exit)");
		}
		return this.plans.plan(name, requested);
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
	public RequestRecorder requestRecorder(String server) {
		return this.learning.recorder(server);
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
		this.hangup.close();
		this.resident.leave();
		Optional<SuccessorLink> unfinished = this.engine.call(() -> {
			this.predecessor.stop();
			this.preparer.stop("this instance stops");
			return this.predecessor.unfinished();
		});
		unfinished.ifPresent((link) -> link.killAndReap(this.settings.terminationTimeout()));
		this.engine.call(() -> {
			this.instance.heritage().leaveTo(this.settings.control().application());
			this.links.close();
			this.descent.close();
			this.overseers.end(this.ready);
			this.heir.end();
			return null;
		});
		this.sessions.close();
		this.scheduler.shutdown();
		this.workThread.shutdown();
		this.resourceThread.shutdown();
		this.connectThread.shutdown();
		this.prepareThread.shutdown();
		ControlChannel.awaitSent(MESSAGE_LIMIT);
		EngineLog.flush(LOG_LIMIT);
	}

}
