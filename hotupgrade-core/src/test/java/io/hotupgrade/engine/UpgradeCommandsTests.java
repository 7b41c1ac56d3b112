package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.Preflight;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UpgradeCommands}.
 */
class UpgradeCommandsTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final TestSuccessor successor = new TestSuccessor();

	private final List<String> asked = new ArrayList<>();

	private final Descent descent = new FirstInstance(this.scheduler) {

		@Override
		public void proceed(int step) {
			UpgradeCommandsTests.this.asked.add("proceed " + step);
		}

		@Override
		public void abort() {
			UpgradeCommandsTests.this.asked.add("abort");
		}

	};

	private final TestSteering kernel = new TestSteering();

	private final TestLauncher launcher = new TestLauncher();

	private DiskRoom disk = new DiskRoom(List.of(Path.of("/")), 0);

	private PrepareSettings prepare = PrepareSettings.NONE;

	private LaunchInspection inspection;

	private UpgradeCommands commands;

	@BeforeEach
	void createCommands() {
		EngineSettings settings = PredecessorTests.SETTINGS;
		Servers servers = new Servers();
		servers.add(new TestServer());
		ListenerSteering steering = new ListenerSteering(servers, () -> this.kernel);
		Predecessor predecessor = new Predecessor(this.instance, servers, steering, this.successor, settings,
				this.scheduler, () -> {
				}, new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
		ParentCheck parents = new ParentCheck(Optional.empty());
		UpgradePreconditions preconditions = new UpgradePreconditions(this.instance, predecessor, () -> true, parents,
				servers, steering, ShiftPlan.INSTANT, this.launcher, () -> {
				});
		this.inspection = new LaunchInspection(this.instance, this.launcher, List.of(this.disk));
		this.commands = new UpgradeCommands(new EngineCall(this.scheduler), this.instance, predecessor, this.descent,
				preconditions, this.inspection, parents,
				new StartPreparer(this.prepare, this.launcher, this.instance, this.scheduler, (task) -> {
					task.run();
					this.scheduler.run();
				}), () -> this.asked.add("exit"));
	}

	private UpgradeRecord ofPredecessor(UpgradePhase phase) {
		UpgradeInProgress upgrade = new UpgradeInProgress("4c1d", new InstanceInfo(4711, 3, "v0"), this.scheduler,
				false);
		upgrade.enter(phase);
		upgrade.shifted(new ShiftStatus("10% until continued", 1, 2, 10, this.scheduler.now(), true,
				ShiftStatus.Split.NONE, ShiftStatus.Split.NONE, ShiftStatus.Held.NONE, ShiftStatus.Answered.NONE));
		return upgrade.record();
	}

	private static void assertRefused(Runnable command, RefusalReason reason) {
		assertThatExceptionOfType(UpgradeRefusedException.class).isThrownBy(command::run)
			.satisfies((refusal) -> assertThat(refusal.getReason()).isEqualTo(reason));
	}

	@Test
	void applicationsAreAskedAboutTheJarThatWouldBeLaunched(@TempDir Path directory) throws IOException {
		Path jar = Files.createFile(directory.resolve("app.jar"));
		this.inspection.add((any) -> {
			throw new IllegalStateException("broken");
		});
		this.inspection
			.add((path) -> List.of(Preflight.Finding.warning("OURS", path.toString(), "Not signed", "Sign it")));
		assertThat(this.commands.check(UpgradeRequest.asConfigured()).findings()).as("no jar").isEmpty();
		this.launcher.jar = Optional.of(jar);
		assertThat(this.commands.check(UpgradeRequest.asConfigured()).findings()).singleElement()
			.satisfies((finding) -> assertThat(finding.value()).isEqualTo(jar.toString()));
		assertThat(this.commands.check(UpgradeRequest.asConfigured()).possible()).isTrue();
	}

	@Test
	void practiceInspectsTheJarAndNeitherAsksNorChangesAnything(@TempDir Path directory) throws IOException {
		this.launcher.jar = Optional.of(Files.createFile(directory.resolve("app.jar")));
		this.inspection.add((jar) -> {
			this.asked.add(jar.toString());
			return List.of();
		});
		this.launcher.inspections = List.of(() -> this.asked.add("inspected"));
		this.commands.practise();
		assertThat(this.asked).containsExactly("inspected");
		assertThat(this.commands.upgrade(UpgradeRequest.asConfigured()).phase()).isEqualTo(UpgradePhase.LAUNCHING);
	}

	@Test
	void upgradeBeginsOnce() {
		UpgradeRecord begun = this.commands.upgrade(UpgradeRequest.asConfigured());
		assertThat(begun.phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertRefused(() -> this.commands.upgrade(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
	}

	@Test
	void rehearsalAndUpgradeRefuseEachOther() {
		UpgradeRecord begun = this.commands.rehearse(UpgradeRequest.asConfigured());
		assertThat(begun.isRehearsal()).isTrue();
		assertRefused(() -> this.commands.upgrade(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
		assertRefused(() -> this.commands.rehearse(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
		createCommands();
		this.instance.idle();
		this.commands.upgrade(UpgradeRequest.asConfigured());
		assertRefused(() -> this.commands.rehearse(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
	}

	@Test
	void rehearsalIsRefusedWhereConnectionsCouldNotBeKeptFromTheNewVersion() {
		this.kernel.mode = SteeringStatus.Mode.NONE;
		assertRefused(() -> this.commands.rehearse(UpgradeRequest.asConfigured()), RefusalReason.STEERING_UNAVAILABLE);
		assertThat(this.instance.running()).isNull();
		this.commands.upgrade(UpgradeRequest.asConfigured());
	}

	@Test
	void preparationIsRefusedWhereUpgradesStartFromTheJar() {
		assertThatExceptionOfType(UpgradeRefusedException.class)
			.isThrownBy(() -> this.commands.prepare(UpgradeRequest.asConfigured()))
			.withMessageContaining("hotupgrade.launch.prepare");
	}

	@Test
	void preparationTellsWhatHasBecomeOfIt() {
		this.prepare = new PrepareSettings(LaunchPreparation.EXTRACT, Optional.empty(), Duration.ofMinutes(5),
				List.of(), 3, false);
		createCommands();
		assertThat(this.commands.prepare(UpgradeRequest.asConfigured()).description()).contains("Nothing is planned");
		this.commands.upgrade(UpgradeRequest.asConfigured());
		assertRefused(() -> this.commands.prepare(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
	}

	@Test
	void jarThatIsRefusedIsNotLaunched() {
		this.launcher.inspections = List.of(() -> {
			throw new UpgradeRefusedException(RefusalReason.JAR_DAMAGED, "app.jar", "damaged");
		});
		assertRefused(() -> this.commands.upgrade(UpgradeRequest.asConfigured()), RefusalReason.JAR_DAMAGED);
		assertThat(this.instance.running()).isNull();
	}

	@Test
	void jarIsNotReadForARequestThatIsRefusedAnyway() {
		this.commands.upgrade(UpgradeRequest.asConfigured());
		this.launcher.inspections = List.of(() -> this.asked.add("read"));
		assertRefused(() -> this.commands.upgrade(UpgradeRequest.asConfigured()), RefusalReason.UPGRADE_IN_PROGRESS);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void checkTellsAllThatIsFoundObstaclesFirst() {
		this.disk = new DiskRoom(List.of(Path.of("/"), Path.of("/"), Path.of("/missing")), Long.MAX_VALUE);
		createCommands();
		this.launcher.inspections = List.of(() -> {
			throw new UpgradeRefusedException(RefusalReason.CHECKSUM_MISMATCH, "0a1b", "another jar");
		}, () -> {
			throw new UpgradeRefusedException(RefusalReason.JAVA_TOO_OLD, "Java 17", "for 25");
		});
		Preflight preflight = this.commands.check(UpgradeRequest.asConfigured());
		assertThat(preflight.possible()).isFalse();
		assertThat(preflight.findings()).extracting(Preflight.Finding::reason)
			.containsExactly("CHECKSUM_MISMATCH", "JAVA_TOO_OLD", Preflight.LITTLE_DISK_SPACE);
		assertThat(preflight.findings()).extracting(Preflight.Finding::value).startsWith("0a1b", "Java 17");
		assertThat(preflight.findings().get(2).value()).endsWith(" MiB");
		assertThat(preflight.findings().get(2).message()).contains("are free at /,").contains("Free at least");
	}

	@Test
	void abortAtThePredecessorEndsTheSuccessor() {
		this.commands.upgrade(UpgradeRequest.asConfigured());
		assertThat(this.commands.abort().ending().message()).isEqualTo("The abort was requested at the predecessor");
		assertThat(this.successor.terminationGrace).isNotNull();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void abortAndProceedAtTheSuccessorArePassedOn() {
		UpgradeRecord upgrade = ofPredecessor(UpgradePhase.SHIFTING);
		this.instance.progress(upgrade);
		assertThat(this.commands.proceed()).isEqualTo(upgrade);
		assertThat(this.commands.abort()).isEqualTo(upgrade);
		assertThat(this.asked).containsExactly("proceed 1", "abort");
	}

	@Test
	void abortPastThePointOfNoReturnIsRefused() {
		this.instance.progress(ofPredecessor(UpgradePhase.DRAINING));
		assertRefused(this.commands::abort, RefusalReason.TOO_LATE_TO_ABORT);
	}

	@Test
	void leavingIsBegunOnlyWhereNoUpgradeRuns() {
		this.commands.leave();
		assertThat(this.asked).containsExactly("exit");
		this.commands.upgrade(UpgradeRequest.asConfigured());
		assertRefused(this.commands::leave, RefusalReason.UPGRADE_IN_PROGRESS);
		assertThat(this.asked).containsExactly("exit");
	}

	@Test
	void abortAndProceedWithoutAnUpgradeAreRefused() {
		assertRefused(this.commands::abort, RefusalReason.NOTHING_TO_ABORT);
		assertRefused(this.commands::proceed, RefusalReason.NOT_AT_GATE);
	}

}
