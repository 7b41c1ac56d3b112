package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Successors that are started from an extracted copy of their jar, with an archive of its
 * classes. With the profile {@code full} on every installed Java.
 */
class PreparedStartIT {

	private static final Duration LIMIT = Duration.ofMinutes(4);

	@TempDir
	Path directory;

	static List<Path> javas() {
		return Extent.isFull() ? Sample.javas().toList() : List.of(Path.of(System.getProperty("java.home")));
	}

	@ParameterizedTest
	@MethodSource("javas")
	void trainsOnceAndLosesNothing(Path java) throws Exception {
		JavaLaunch launch = Sample.quickCopy(this.directory)
			.withJavaHome(java)
			.withArguments("--hotupgrade.launch.prepare=train");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(20),
						new KeptAliveClients(5, Duration.ofMillis(200)))) {
			List<String> firstCommand = Processes.command(sample.first().pid());
			UpgradeView aborted = sample.beginUpgrade();
			assertThat(aborted.phase()).isEqualTo("PREPARING");
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			assertThat(sample.awaitUpgrade(aborted.id(), LIMIT).outcome()).isEqualTo("ABORTED");
			UpgradeView first = upgrade(sample);
			assertThat(first.remark()).contains("The start is prepared (", "trained)");
			assertStartedFromCopy(first.successor().pid(), firstCommand);
			UpgradeView second = upgrade(sample);
			assertThat(second.remark()).contains("The start is prepared (extracted and trained earlier)",
					"is the very file that the predecessor runs");
			assertStartedFromCopy(second.successor().pid(), firstCommand);
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(sample.endpoint().status().history()).hasSize(3);
		}
	}

	private static UpgradeView upgrade(SampleInstance sample) throws Exception {
		UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		assertThat(ended.timings()).containsKeys("PREPARING", "LAUNCHING");
		return ended;
	}

	private void assertStartedFromCopy(long pid, List<String> firstCommand) {
		List<String> command = Processes.command(pid);
		assertThat(command.get(command.indexOf("-jar") + 1))
			.startsWith(this.directory.resolve(".hotupgrade").toString());
		assertThat(command).anyMatch((argument) -> argument.matches("-XX:(SharedArchiveFile|AOTCache)=.*"))
			.as("what is added does not pile up")
			.hasSize(firstCommand.size() + 2);
	}

	@Test
	void trainingLeavesNoTrace() throws Exception {
		try (JavaProcess process = JavaProcess.start(training().withJvmArguments("-Dspring.context.exit=onRefresh"))) {
			assertThat(process.awaitExit(LIMIT)).isTrue();
			assertThat(process.exitCode()).as("%s", process.lastOutput()).hasValue(0);
		}
		try (Stream<Path> files = Files.walk(this.directory)) {
			assertThat(files.filter(Files::isRegularFile))
				.noneMatch((file) -> file.toString().matches(".*(pid|port|sock)"));
		}
	}

	/** Where the context does not end it, as with a framework that is too old. */
	@Test
	void trainingThatGoesOnDoesNotListen() throws Exception {
		Extent.assumeFull();
		try (JavaProcess process = JavaProcess.start(training())) {
			assertThat(process.awaitExit(LIMIT)).isTrue();
			assertThat(process.exitCode()).isNotEqualTo(OptionalInt.of(0));
			assertThat(process.lastOutput()).anyMatch((line) -> line.contains("must not listen"));
		}
	}

	private JavaLaunch training() {
		return NamesSample.in(this.directory)
			.withEnvironment("SPRING_PID_FILE", "app.pid")
			.withEnvironment("PORTFILE", "app.port")
			.withEnvironment("HOTUPGRADE_HELPER", ProcessHandle.current().pid() + "-test")
			.withArguments("--server.port=" + NamesSample.freePort());
	}

	@Test
	void upgradeFindsWhatABuildHasPrepared() throws Exception {
		Extent.assumeFull();
		int port = NamesSample.freePort();
		JavaLaunch launch = Sample.quickCopy(this.directory)
			.withArguments("--hotupgrade.launch.prepare=train", "--server.port=" + port);
		List<String> build = new ArrayList<>(List.of(launch.command().get(0), "-cp",
				this.directory.resolve("app.jar").toString(), "-Dloader.main=io.hotupgrade.prepare.PrepareCommand",
				"org.springframework.boot.loader.launch.PropertiesLauncher"));
		build.addAll(launch.command());
		CommandResult.of(LIMIT, build.toArray(String[]::new)).orFail();
		try (SampleInstance sample = SampleInstance.adopt(JavaProcess.start(launch), Target.local(port),
				Target.local(port))) {
			sample.awaitServing(LIMIT);
			assertThat(upgrade(sample).remark()).contains("extracted and trained earlier");
		}
	}

	@Test
	void upgradeFindsWhatTheInstanceHasPreparedForItself() throws Exception {
		Extent.assumeFull();
		JavaLaunch launch = Sample.quickCopy(this.directory)
			.withArguments("--hotupgrade.launch.prepare=extract", "--hotupgrade.launch.prepare-own=true");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			sample.first()
				.await("what is for the next upgrade", LIMIT,
						() -> sample.first()
							.lastOutput()
							.stream()
							.anyMatch((line) -> line.contains("For the next upgrade: The start is prepared")));
			assertThat(upgrade(sample).remark()).contains("extracted earlier");
		}
	}

	@Test
	void upgradeFindsWhatAnOperatorHasPrepared() throws Exception {
		Extent.assumeFull();
		JavaLaunch launch = Sample.quickCopy(this.directory).withArguments("--hotupgrade.launch.prepare=extract");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			Sample.awaitControlSocket(this.directory, sample.first());
			CommandResult prepared = CommandResult.of(LIMIT,
					Sample.SOURCES.resolve("hotupgrade-command/bin/hotupgrade").toString(), "prepare",
					"--control-directory=" + this.directory.resolve("control"));
			assertThat(prepared.exitCode()).as(prepared.output()).isZero();
			assertThat(prepared.output()).contains("The start is prepared (extracted)");
			assertThat(sample.endpoint().status().history()).isEmpty();
			assertThat(upgrade(sample).remark()).contains("extracted earlier");
		}
	}

	@Test
	void trainingThatTakesTooLongIsLeftOut() throws Exception {
		Extent.assumeFull();
		JavaLaunch launch = Sample.quickCopy(this.directory)
			.withArguments("--hotupgrade.launch.prepare=train", "--hotupgrade.launch.prepare-timeout=1s");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			UpgradeView ended = upgrade(sample);
			assertThat(ended.remark()).contains("The start is not prepared", "hotupgrade.launch.prepare-timeout");
		}
	}

}
