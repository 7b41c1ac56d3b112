package io.hotupgrade.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.hotupgrade.Preflight;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * All that has to be so for an upgrade of this instance to begin, whether somebody asks
 * for one or another process asks to take over. Of several things that are not so, a
 * refusal names the first of the list, and {@link #look} all. Used on the engine's thread
 * only.
 */
final class UpgradePreconditions {

	private final Predecessor predecessor;

	private final BooleanSupplier ready;

	private final Servers servers;

	private final ListenerSteering steering;

	private final ShiftPlan shift;

	private static final String WAIT = "Wait for its end, or abort it";

	private final Instance instance;

	private final SuccessorLauncher launcher;

	private final Reachability control;

	/** Without these, the ports are not what they are when an upgrade begins. */
	private final List<Precondition> ofMoment;

	private final List<Precondition> ofAny;

	/**
	 * Creates them.
	 * @param instance this instance
	 * @param predecessor in its role as predecessor
	 * @param ready whether it is ready, and no predecessor of its own serves
	 * @param parents what is above its process
	 * @param servers its servers
	 * @param steering steers their listeners
	 * @param shift how new connections are to be moved
	 * @param launcher launches successors
	 * @param control makes sure that a successor can reach it
	 */
	UpgradePreconditions(Instance instance, Predecessor predecessor, BooleanSupplier ready, ParentCheck parents,
			Servers servers, ListenerSteering steering, ShiftPlan shift, SuccessorLauncher launcher,
			Reachability control) {
		this.instance = instance;
		this.predecessor = predecessor;
		this.ready = ready;
		this.servers = servers;
		this.steering = steering;
		this.shift = shift;
		this.launcher = launcher;
		this.control = control;
		this.ofMoment = List.of(Precondition.without(RefusalReason.STOPPING, this::stop),
				Precondition.without(RefusalReason.UPGRADE_IN_PROGRESS, this::otherUpgrade),
				Precondition.without(RefusalReason.NOT_READY, this::start));
		this.ofAny = List.of(parents::check,
				Precondition.without(RefusalReason.SEVERAL_APPLICATIONS, () -> instance.neighbour().map(Obstacle::of)),
				Precondition.without(RefusalReason.NO_LISTENER, this::wantOfListeners),
				Precondition.without(RefusalReason.UNSUPPORTED, this::wantOfReusePort),
				Precondition.without(RefusalReason.STRANGER_ON_PORT, this::stranger),
				Precondition.without(RefusalReason.STEERING_UNAVAILABLE, this::wantOfSteering));
	}

	/**
	 * Checks all of an upgrade whose successor is to be launched.
	 * @param request what is wanted
	 * @throws UpgradeRefusedException if something is not as it has to be
	 */
	void check(UpgradeRequest request) {
		checkAny();
		this.launcher.check(request, this.instance.baseCommand());
		checkReachability();
	}

	/**
	 * Checks all of a rehearsal: that of the upgrade, and that the new version gets no
	 * connection.
	 * @param request what is wanted
	 * @throws UpgradeRefusedException if something is not as it has to be
	 */
	void checkRehearsal(UpgradeRequest request) {
		check(request);
		if (this.predecessor.exclusive().isNeeded()) {
			throw new UpgradeRefusedException(RefusalReason.EXCLUSIVE_RESOURCES, "",
					"A new version that is only rehearsed would take away what cannot exist twice: the bean %s of this instance"
						.formatted(String.join(", ", this.predecessor.exclusive().names())),
					"Upgrade without a rehearsal, or rehearse where nobody uses it");
		}
		SteeringStatus status = this.steering.status();
		if (status.mode() == SteeringStatus.Mode.NONE) {
			throw new UpgradeRefusedException(RefusalReason.STEERING_UNAVAILABLE, "",
					"A new version that is only rehearsed would get connections, because they cannot be steered: "
							+ status.detail(),
					"Rehearse it where they can be, or upgrade without a rehearsal");
		}
	}

	/**
	 * Checks all of the preparation of a start: that nothing else is under way, and what
	 * would be started.
	 * @param request what is wanted
	 * @throws UpgradeRefusedException if something is not as it has to be
	 */
	void checkPreparation(UpgradeRequest request) {
		checkMoment();
		this.launcher.check(request, this.instance.baseCommand());
	}

	/**
	 * Looks for all that speaks against an upgrade whose successor is to be launched.
	 * @param request what is wanted
	 * @return what was found
	 */
	Preflight look(UpgradeRequest request) {
		Findings findings = new Findings();
		this.ofMoment.forEach(findings::look);
		if (findings.isEmpty()) {
			this.ofAny.forEach(findings::look);
		}
		this.launcher.checks(request, this.instance.baseCommand()).forEach((check) -> findings.look(check::run));
		findings.look(this::checkReachability);
		this.launcher.sameJar(request, this.instance.baseCommand())
			.ifPresent((jar) -> findings.warn(Preflight.SAME_JAR, jar.toString(),
					"The jar %s is the very file that this instance runs".formatted(jar),
					"Put the new one in its place by rename"));
		SteeringStatus status = this.steering.status();
		if (this.shift.isAuto() && status.mode() == SteeringStatus.Mode.NONE) {
			findings.warn(Preflight.NOT_STEERED, status.detail(),
					"New connections move all at once, because they cannot be steered: " + status.detail(),
					"Let this process attach the program, or set hotupgrade.shift to instant where that is as it should be");
		}
		return findings.toPreflight();
	}

	/**
	 * Checks that this instance serves, and that no upgrade runs.
	 * @throws UpgradeRefusedException if that is not so
	 */
	void checkMoment() {
		this.ofMoment.forEach(Precondition::check);
	}

	private void checkAny() {
		checkMoment();
		this.ofAny.forEach(Precondition::check);
	}

	/**
	 * Checks all of an upgrade whose successor is there, and has reached this instance.
	 * @throws UpgradeRefusedException if something is not as it has to be
	 */
	void checkTakeover() {
		checkAny();
		this.launcher.checkLeaving();
	}

	private Optional<Obstacle> stop() {
		boolean stops = this.predecessor.isStopping() || this.predecessor.phase() == UpgradePhase.DRAINING;
		return stops ? Optional.of(Obstacle.of("This instance is stopping")) : Optional.empty();
	}

	private Optional<Obstacle> otherUpgrade() {
		Optional<Obstacle> running = this.instance.snapshot()
			.running()
			.map((upgrade) -> new Obstacle("%s %s is in phase %s"
				.formatted(upgrade.isRehearsal() ? "Rehearsal" : "Upgrade", upgrade.id(), upgrade.phase()), WAIT));
		return running.or(() -> this.predecessor.isUpgrading()
				? Optional.of(new Obstacle("An upgrade is about to begin", WAIT)) : Optional.empty());
	}

	private Optional<Obstacle> start() {
		return this.ready.getAsBoolean() ? Optional.empty()
				: Optional.of(new Obstacle("This instance is still starting", "Try again when it is ready"));
	}

	private Optional<Obstacle> wantOfListeners() {
		return this.servers.listeners().isEmpty()
				? Optional.of(Obstacle.of("No embedded server with an upgradable listener is running"))
				: Optional.empty();
	}

	private Optional<Obstacle> wantOfReusePort() {
		return ReusePort.SUPPORTED ? Optional.empty() : Optional.of(Obstacle
			.of("This operating system has no SO_REUSEPORT, without which two instances cannot share a port"));
	}

	private Optional<Obstacle> stranger() {
		try {
			return this.steering.findStrangers(1)
				.map((wrong) -> new Obstacle(wrong + ", and only this instance should", "End the other process"));
		}
		catch (SteeringException ex) {
			throw new UpgradeRefusedException(RefusalReason.STEERING_UNAVAILABLE,
					"It cannot be seen who listens on the ports: " + ex.getMessage());
		}
	}

	/** To move everything at once needs no steering, only less luck with it. */
	private Optional<Obstacle> wantOfSteering() {
		SteeringStatus status = this.steering.status();
		return (this.shift.steps().isEmpty() || this.shift.isAuto() || status.mode() != SteeringStatus.Mode.NONE)
				? Optional.empty()
				: Optional.of(new Obstacle(
						"New connections cannot be moved in steps, because they cannot be steered: " + status.detail(),
						"Set hotupgrade.shift to instant"));
	}

	private void checkReachability() {
		try {
			this.control.open();
		}
		catch (IOException | RuntimeException | Error ex) {
			// The latter where the system has no further thread, for example.
			throw new UpgradeRefusedException(RefusalReason.CONTROL_UNAVAILABLE,
					"The control socket cannot be opened: " + ex.getMessage());
		}
	}

	/**
	 * What was found so far.
	 */
	private static final class Findings {

		private final List<Preflight.Finding> findings = new ArrayList<>();

		void look(Precondition precondition) {
			try {
				precondition.check();
			}
			catch (UpgradeRefusedException ex) {
				this.findings.add(Preflight.Finding.obstacle(ex));
			}
		}

		void warn(String reason, String value, String problem, String remedy) {
			this.findings.add(Preflight.Finding.warning(reason, value, problem, remedy));
		}

		boolean isEmpty() {
			return this.findings.isEmpty();
		}

		Preflight toPreflight() {
			return new Preflight(this.findings);
		}

	}

	/**
	 * Whether a successor can reach this instance.
	 */
	@FunctionalInterface
	interface Reachability {

		/**
		 * Makes sure of it.
		 * @throws IOException if it cannot
		 */
		void open() throws IOException;

	}

}
