package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Whoever knows the application by its first process: there an upgrade is refused, and
 * with the keeper it succeeds, and everything that is told to stop stops.
 */
class SupervisorIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	@TempDir
	Path directory;

	private final int port = FreePort.find();

	private JavaLaunch launch;

	private Path keeper;

	@BeforeEach
	void prepare() throws IOException {
		this.launch = Sample.quick(this.directory).withArguments("--server.port=" + this.port);
		this.keeper = this.directory.resolve("hotupgrade-keeper");
		try (InputStream script = SupervisorIT.class.getResourceAsStream("/META-INF/hotupgrade/hotupgrade-keeper")) {
			Files.copy(script, this.keeper);
		}
		Files.setPosixFilePermissions(this.keeper, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private List<String> kept() {
		List<String> command = new ArrayList<>(List.of(this.keeper.toString()));
		command.addAll(this.launch.command());
		return command;
	}

	private SampleInstance start(List<String> program) {
		JavaProcess process = JavaProcess.startBy(this.launch, program);
		SampleInstance sample = SampleInstance.adopt(process, Target.local(this.port), Target.local(this.port));
		try {
			sample.awaitServing(LIMIT);
			return sample;
		}
		catch (RuntimeException ex) {
			sample.close();
			throw ex;
		}
	}

	private void assertRefused(List<String> program, String reason) throws Exception {
		try (SampleInstance sample = start(program)) {
			// It is still getting ready when it answers first.
			EndpointAnswer answer = Awaitility.await("readiness")
				.atMost(LIMIT)
				.until(sample.endpoint()::upgrade, (any) -> !any.body().contains("NOT_READY"));
			assertThat(answer.status()).as(answer.body()).isEqualTo(501);
			assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
			assertThat(sample.isServing()).isTrue();
			assertThat(sample.endpoint().status().history()).isEmpty();
		}
	}

	/** Without making successors known: in a container they have other process ids. */
	private static UpgradeView upgrade(SampleInstance sample) throws Exception {
		EndpointAnswer answer = Awaitility.await("readiness")
			.atMost(LIMIT)
			.until(sample.endpoint()::upgrade, (any) -> !any.body().contains("NOT_READY"));
		assertThat(answer.status()).as(answer.body()).isEqualTo(202);
		UpgradeView ended = sample.endpoint().awaitUpgrade(answer.upgrade().id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		return ended;
	}

	private static void assertNobodyIsLeft(SampleInstance sample) {
		Awaitility.await("end of all").atMost(LIMIT).until(() -> sample.family().findAny().isEmpty());
	}

	@ParameterizedTest
	@EnumSource(Supervisor.class)
	void supervisorIsRefusedWithoutKeeper(Supervisor supervisor) throws Exception {
		assumeTrue(supervisor.isInstalled(), () -> supervisor + " is not installed");
		assertRefused(supervisor.arrange(this.directory, Supervisor.line(this.launch.command())), "SUPERVISOR");
	}

	@ParameterizedTest
	@EnumSource(Supervisor.class)
	void supervisorWithKeeperUpgradesRestartsAndStops(Supervisor supervisor) throws Exception {
		assumeTrue(supervisor.isInstalled(), () -> supervisor + " is not installed");
		try (SampleInstance sample = start(supervisor.arrange(this.directory, Supervisor.line(kept())))) {
			try (LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(3), new NewConnections(50))) {
				upgrade(sample);
				upgrade(sample);
				MeterReport report = meter.stop();
				assertThat(report.lost()).as(report.table()).isZero();
				assertThat(report.instances()).hasSize(3);
			}
			long serving = sample.endpoint().status().pid();
			Processes.signal(serving, "KILL");
			Awaitility.await("another one, by the supervisor")
				.atMost(LIMIT)
				.until(() -> sample.isServing() && sample.endpoint().status().pid() != serving);
			assertThat(sample.endpoint().status().generation()).isZero();
			sample.first().terminate();
			assertNobodyIsLeft(sample);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash", "busybox sh" })
	void keeperEndsWithTheStatusOfTheLast(String shell) throws Exception {
		String[] words = shell.split(" ");
		assumeTrue(Supervisor.isInstalled(words[0]), () -> words[0] + " is not installed");
		List<String> command = new ArrayList<>(List.of(words));
		command.addAll(kept());
		try (SampleInstance sample = start(command)) {
			upgrade(sample);
			assertThat(sample.first().isAlive()).isTrue();
			sample.first().terminate();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(0);
			assertNobodyIsLeft(sample);
		}
	}

	@Test
	void keeperEndsWithFailureWhenTheLastIsKilled() throws Exception {
		try (SampleInstance sample = start(kept())) {
			upgrade(sample);
			Processes.signal(sample.endpoint().status().pid(), "KILL");
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(1);
			assertNobodyIsLeft(sample);
		}
	}

	@Test
	void stopReachesBothInProbation() throws Exception {
		this.launch = this.launch.withEnvironment("HOTUPGRADE_PROBATION", "2m");
		try (SampleInstance sample = start(kept())) {
			Awaitility.await("begin of an upgrade")
				.atMost(LIMIT)
				.until(() -> sample.endpoint().upgrade().status() == 202);
			sample.endpoint()
				.awaitStatus("probation", LIMIT,
						(status) -> status.upgrade() != null && status.upgrade().phase().equals("PROBATION"));
			sample.first().terminate();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertNobodyIsLeft(sample);
		}
	}

	@Test
	void upgradeIsRefusedWhenKeeperIsGone() throws Exception {
		try (SampleInstance sample = start(kept())) {
			Processes.signal(sample.first().pid(), "KILL");
			EndpointAnswer answer = Awaitility.await("readiness")
				.atMost(LIMIT)
				.until(sample.endpoint()::upgrade, (any) -> !any.body().contains("NOT_READY"));
			assertThat(answer.body()).contains("KEEPER_GONE");
			assertThat(sample.isServing()).isTrue();
		}
	}

	@Test
	void firstProcessOfContainerIsRefusedWithoutKeeper() throws Exception {
		assertRefused(container(this.launch.command()), "CONTAINER_INIT");
	}

	@Test
	void shellAsFirstProcessOfContainerIsRefused() throws Exception {
		assertRefused(container(List.of("sh", "-c", Supervisor.line(this.launch.command()) + "; echo over")),
				"CONTAINER_INIT");
	}

	@Test
	void containerWithKeeperUpgrades() throws Exception {
		try (SampleInstance sample = start(container(kept()))) {
			upgrade(sample);
			upgrade(sample);
			assertThat(sample.isServing()).isTrue();
		}
	}

	private static List<String> container(List<String> command) throws Exception {
		List<String> unshare = new ArrayList<>(
				List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"));
		List<String> attempt = Stream.concat(unshare.stream(), Stream.of("true")).toList();
		Tools.runAsRoot(attempt.toArray(String[]::new));
		unshare.addAll(command);
		return unshare;
	}

	@Test
	void leaderOfTerminalIsRefusedWithoutKeeper() throws Exception {
		assertRefused(terminal(this.launch.command()), "TERMINAL");
	}

	@Test
	void terminalWithKeeperUpgrades() throws Exception {
		try (SampleInstance sample = start(terminal(kept()))) {
			upgrade(sample);
			assertThat(sample.isServing()).isTrue();
			assertThat(sample.first().isAlive()).isTrue();
		}
	}

	private static List<String> terminal(List<String> command) {
		assumeTrue(Supervisor.isInstalled("script"), "script is not installed");
		return List.of("script", "--quiet", "--return", "--command", "exec " + Supervisor.line(command), "/dev/null");
	}

}
