package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.Preflight;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.PlannedStart;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.LaunchRequest;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UpgradePreconditions}: that an upgrade which is asked for here and a
 * takeover are refused for the same reasons.
 */
class UpgradePreconditionsTests {

	private static final ShiftPlan INSTANT = ShiftPlan.INSTANT;

	private static final ShiftPlan IN_STEPS = ShiftPlan.parse("10% for 10s, 100%");

	private final ManualScheduler scheduler = new ManualScheduler();

	private final List<String> neighbours = new ArrayList<>();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3,
			() -> this.neighbours.stream().findFirst());

	private final Servers servers = new Servers();

	private final TestServer server = new TestServer();

	private final Kernel kernel = new Kernel();

	private final ListenerSteering steering = new ListenerSteering(this.servers, () -> this.kernel);

	private final TestSuccessor successor = new TestSuccessor();

	private final Launcher launcher = new Launcher();

	private boolean ready = true;

	private Throwable unreachable;

	private Predecessor predecessor;

	@BeforeEach
	void createPredecessor() {
		EngineSettings settings = PredecessorTests.SETTINGS;
		this.servers.add(this.server);
		this.predecessor = new Predecessor(this.instance, this.servers, this.steering, this.successor, settings,
				this.scheduler, () -> {
				}, new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
	}

	private UpgradePreconditions preconditions(ShiftPlan shift) {
		return new UpgradePreconditions(this.instance, this.predecessor, () -> this.ready,
				new ParentCheck(Optional.empty()), this.servers, this.steering, shift, this.launcher, this::open);
	}

	private void open() throws IOException {
		if (this.unreachable instanceof IOException ex) {
			throw ex;
		}
		if (this.unreachable instanceof Error ex) {
			throw ex;
		}
	}

	private static UpgradeRefusedException refusal(Runnable check) {
		List<UpgradeRefusedException> refusals = new ArrayList<>();
		assertThatExceptionOfType(UpgradeRefusedException.class).isThrownBy(check::run).satisfies(refusals::add);
		return refusals.get(0);
	}

	private static Stream<Obstacle> obstacles() {
		return Stream.of(new Obstacle(RefusalReason.STOPPING, "is stopping", (test) -> test.predecessor.stop()),
				new Obstacle(RefusalReason.UPGRADE_IN_PROGRESS, "in phase LAUNCHING. Wait for its end, or abort it",
						(test) -> test.predecessor.begin(UpgradeRequest.asConfigured())),
				new Obstacle(RefusalReason.NOT_READY, "Try again when it is ready", (test) -> test.ready = false),
				new Obstacle(RefusalReason.SEVERAL_APPLICATIONS, "another", (test) -> test.neighbours.add("another")),
				new Obstacle(RefusalReason.NO_LISTENER, "No embedded server",
						(test) -> test.servers.remove(test.server)),
				new Obstacle(RefusalReason.STRANGER_ON_PORT, "End the other process",
						(test) -> test.kernel.members = 2),
				new Obstacle(RefusalReason.STEERING_UNAVAILABLE, "It cannot be seen who listens",
						(test) -> test.kernel.unreadable = new SteeringException(TestServer.LISTENER.address(),
								"/proc is not mounted", null)),
				new Obstacle(RefusalReason.STEERING_UNAVAILABLE, "Set hotupgrade.shift to instant",
						(test) -> test.kernel.mode = SteeringStatus.Mode.NONE),
				new Obstacle(RefusalReason.TERMINAL, "leaves",
						(test) -> test.launcher.leaving = new UpgradeRefusedException(RefusalReason.TERMINAL,
								"This process leaves nobody")));
	}

	@ParameterizedTest
	@MethodSource("obstacles")
	void requestAndTakeoverAreRefusedForTheSameReason(Obstacle obstacle) {
		UpgradePreconditions preconditions = preconditions(IN_STEPS);
		obstacle.arises().in(this);
		UpgradeRefusedException request = refusal(() -> preconditions.check(UpgradeRequest.asConfigured()));
		UpgradeRefusedException takeover = refusal(preconditions::checkTakeover);
		assertThat(request.getReason()).isEqualTo(obstacle.reason());
		assertThat(request.getMessage()).contains(obstacle.message());
		assertThat(takeover.getReason()).isEqualTo(obstacle.reason());
		assertThat(takeover.getMessage()).isEqualTo(request.getMessage());
	}

	@Test
	void nothingSpeaksAgainstAnInstanceThatServes() {
		UpgradePreconditions preconditions = preconditions(IN_STEPS);
		preconditions.check(UpgradeRequest.asConfigured());
		preconditions.checkTakeover();
		this.kernel.mode = SteeringStatus.Mode.NONE;
		preconditions(INSTANT).check(UpgradeRequest.asConfigured());
	}

	@Test
	void firstOfSeveralObstaclesIsNamed() {
		this.kernel.members = 2;
		this.ready = false;
		UpgradePreconditions preconditions = preconditions(IN_STEPS);
		assertThat(refusal(preconditions::checkTakeover).getReason()).isEqualTo(RefusalReason.NOT_READY);
		this.ready = true;
		assertThat(refusal(preconditions::checkTakeover).getReason()).isEqualTo(RefusalReason.STRANGER_ON_PORT);
	}

	@Test
	void launchNeedsAWayForTheSuccessorToReachThisInstance() {
		UpgradePreconditions preconditions = preconditions(INSTANT);
		this.unreachable = new IOException("chmod 700 /tmp/x");
		UpgradeRefusedException refusal = refusal(() -> preconditions.check(UpgradeRequest.asConfigured()));
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.CONTROL_UNAVAILABLE);
		assertThat(refusal.getMessage()).contains("chmod 700 /tmp/x");
		this.unreachable = new OutOfMemoryError("unable to create native thread");
		assertThat(refusal(() -> preconditions.check(UpgradeRequest.asConfigured())).getReason())
			.isEqualTo(RefusalReason.CONTROL_UNAVAILABLE);
		preconditions.checkTakeover();
	}

	@Test
	void onlyALaunchNeedsAProgram() {
		UpgradePreconditions preconditions = preconditions(INSTANT);
		this.launcher.launch = new UpgradeRefusedException(RefusalReason.JAR_NOT_FOUND, "no jar");
		assertThat(refusal(() -> preconditions.check(UpgradeRequest.asConfigured())).getReason())
			.isEqualTo(RefusalReason.JAR_NOT_FOUND);
		preconditions.checkTakeover();
	}

	@Test
	void lookFindsAllThatSpeaksAgainstAnUpgrade() {
		this.kernel.members = 2;
		this.neighbours.add("another");
		this.launcher.launch = new UpgradeRefusedException(RefusalReason.JAR_NOT_FOUND, "no jar");
		this.unreachable = new IOException("chmod 700 /tmp/x");
		Preflight preflight = preconditions(IN_STEPS).look(UpgradeRequest.asConfigured());
		assertThat(preflight.possible()).isFalse();
		assertThat(preflight.findings()).extracting(Preflight.Finding::reason)
			.containsExactly("SEVERAL_APPLICATIONS", "STRANGER_ON_PORT", "JAR_NOT_FOUND", "CONTROL_UNAVAILABLE");
		assertThat(preflight.findings()).extracting(Preflight.Finding::severity)
			.containsOnly(Preflight.Severity.OBSTACLE);
		assertThat(preflight.findings()).filteredOn((finding) -> finding.reason().equals("STRANGER_ON_PORT"))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.remedy()).isEqualTo("End the other process");
				assertThat(finding.message()).endsWith(". End the other process");
			});
	}

	@Test
	void lookFindsNothingWhereNothingSpeaksAgainstAnUpgrade() {
		assertThat(preconditions(IN_STEPS).look(UpgradeRequest.asConfigured()).findings()).isEmpty();
	}

	/** The successor listens there, too, and is no stranger. */
	@Test
	void lookDuringAnUpgradeDoesNotLookAtThePorts() {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.kernel.members = 2;
		assertThat(preconditions(IN_STEPS).look(UpgradeRequest.asConfigured()).findings())
			.extracting(Preflight.Finding::reason)
			.containsExactly("UPGRADE_IN_PROGRESS");
	}

	@Test
	void lookWarnsOfWhatWouldNotBeRefused() {
		this.launcher.sameJar = Optional.of(Path.of("/opt/app.jar"));
		this.kernel.mode = SteeringStatus.Mode.NONE;
		Preflight preflight = preconditions(ShiftPlan.AUTO).look(UpgradeRequest.asConfigured());
		assertThat(preflight.possible()).isTrue();
		assertThat(preflight.findings()).containsExactly(
				Preflight.Finding.warning(Preflight.SAME_JAR, "/opt/app.jar",
						"The jar /opt/app.jar is the very file that this instance runs",
						"Put the new one in its place by rename"),
				Preflight.Finding.warning(Preflight.NOT_STEERED, "not on this kernel",
						"New connections move all at once, because they cannot be steered: not on this kernel",
						"Let this process attach the program, or set hotupgrade.shift to instant where that is as it should be"));
	}

	/**
	 * Something that speaks against an upgrade.
	 *
	 * @param reason how that is called
	 * @param message what is said of it
	 * @param arises how it comes about
	 */
	record Obstacle(RefusalReason reason, String message, Change arises) {

		@Override
		public String toString() {
			return this.reason + ": " + this.message;
		}

	}

	/**
	 * A change of what is looked at.
	 */
	@FunctionalInterface
	interface Change {

		void in(UpgradePreconditionsTests test);

	}

	private static final class Kernel extends TestSteering {

		private SteeringStatus.Mode mode = SteeringStatus.Mode.CBPF;

		@Override
		public SteeringStatus status() {
			return new SteeringStatus(this.mode, "not on this kernel");
		}

	}

	private static final class Launcher implements SuccessorLauncher {

		private UpgradeRefusedException leaving;

		private UpgradeRefusedException launch;

		private Optional<Path> sameJar = Optional.empty();

		@Override
		public List<Runnable> checks(UpgradeRequest request, List<String> baseCommand) {
			return List.of(this::checkLeaving, this::checkLaunch);
		}

		private void checkLaunch() {
			if (this.launch != null) {
				throw this.launch;
			}
		}

		@Override
		public List<Runnable> inspections(UpgradeRequest request, List<String> baseCommand) {
			return List.of();
		}

		@Override
		public Optional<Path> jar(UpgradeRequest wanted, List<String> baseCommand) {
			return Optional.empty();
		}

		@Override
		public Optional<Path> sameJar(UpgradeRequest request, List<String> baseCommand) {
			return this.sameJar;
		}

		@Override
		public PlannedStart plan(UpgradeRequest request, List<String> baseCommand) throws LaunchException {
			throw new LaunchException("Nothing is planned");
		}

		@Override
		public void checkLeaving() {
			if (this.leaving != null) {
				throw this.leaving;
			}
		}

		@Override
		public SuccessorProcess launch(LaunchRequest request) {
			throw new IllegalStateException("Nobody wants to launch");
		}

	}

}
