package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import io.hotupgrade.RefusalReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Supervision}.
 */
class SupervisionTests {

	private static final int TERMINAL = 34816;

	private TestProcesses processes;

	@BeforeEach
	void createProcesses(@TempDir Path directory) throws IOException {
		this.processes = new TestProcesses(directory.resolve("proc"));
	}

	private void assertSafe() {
		assertThat(this.processes.danger()).isEmpty();
	}

	private String assertDanger(RefusalReason reason) {
		assertThat(this.processes.danger()).map(Danger::reason).contains(reason);
		return this.processes.danger().orElseThrow().message();
	}

	@Test
	void whereProcessesCannotBeSeenAtAllThereIsNoDanger() {
		assertSafe();
	}

	@Nested
	class InContainer {

		@Test
		void firstProcessIsDanger() throws IOException {
			SupervisionTests.this.processes.self(1).add(1, 0, "java", "java", "-jar", "app.jar");
			assertThat(assertDanger(RefusalReason.CONTAINER_INIT)).contains("process 1", "hotupgrade-keeper",
					"hotupgrade.supervisor.check");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "sh", "bash", "dash", "ash", "ksh", "zsh", "tini", "docker-init", "dumb-init", "java" })
		void firstProcessThatEndsWithItsChildIsDanger(String name) throws IOException {
			SupervisionTests.this.processes.add(1, 0, name, "/usr/bin/" + name).application(1);
			assertThat(assertDanger(RefusalReason.CONTAINER_INIT)).contains(name);
		}

		@Test
		void scriptThatIsNamedOtherwiseIsDanger() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "entrypoint", "/bin/sh", "/entrypoint").application(1);
			assertDanger(RefusalReason.CONTAINER_INIT);
		}

		@Test
		void scriptBelowFirstProcessIsDanger() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "tini", "/sbin/tini", "--", "run.sh")
				.add(7, 1, "run.sh", "/bin/bash", "./run.sh")
				.application(7);
			assertDanger(RefusalReason.CONTAINER_INIT);
		}

		@Test
		void firstProcessThatCannotBeSeenIsDanger() throws IOException {
			SupervisionTests.this.processes.application(1);
			assertThat(assertDanger(RefusalReason.CONTAINER_INIT)).contains("hidepid");
		}

		@Test
		void childOfSomethingThatStaysIsSafe() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "tini", "/sbin/tini", "--", "mvn")
				.add(7, 1, "java", "java", "org.codehaus.plexus.classworlds.launcher.Launcher")
				.application(7);
			assertSafe();
		}

		@Test
		void processThatWasPutIntoTheContainerIsSafe() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "sh", "sh", "-c", "sleep infinity")
				.add(20, 0, "bash", "bash")
				.application(20);
			assertSafe();
		}

		@Test
		void childOfInteractiveShellIsSafeWhereFirstProcessIsOneChildInit() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "tini", "/sbin/docker-init", "--", "bash")
				.add(7, 1, 7, TERMINAL, "bash", "bash")
				.add(TestProcesses.SELF, 7, 7, TERMINAL, "java", "java", "-jar", "app.jar");
			assertSafe();
		}

		@Test
		void childOfSomethingThatStaysIsSafeWhereFirstProcessCannotBeSeen() throws IOException {
			SupervisionTests.this.processes.add(7, 1, 7, TERMINAL, "bash", "-bash")
				.add(TestProcesses.SELF, 7, 7, TERMINAL, "java", "java", "-jar", "app.jar");
			assertSafe();
		}

		@ParameterizedTest
		@ValueSource(strings = { "containerd-shim", "conmon" })
		void firstProcessOfContainerWithProcessIdsOfTheMachineIsDanger(String runtime) throws IOException {
			SupervisionTests.this.processes.add(1, 0, "systemd", "/sbin/init")
				.add(30, 1, runtime, "/usr/bin/" + runtime)
				.application(30);
			assertThat(assertDanger(RefusalReason.CONTAINER_INIT)).contains(runtime);
		}

		@Test
		void firstProcessOfContainerInPodWithSharedProcessIdsIsDanger() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "pause", "/pause").application(0);
			assertDanger(RefusalReason.CONTAINER_INIT);
		}

		@Test
		void launchedProcessThatWasAdoptedByFirstProcessIsSafe() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "sh", "sh", "-c", "sleep infinity").launched().application(1);
			assertSafe();
		}

		@ParameterizedTest
		@ValueSource(strings = { "systemd", "init", "s6-svscan", "runsvdir" })
		void initThatStaysIsSafe(String name) throws IOException {
			SupervisionTests.this.processes.add(1, 0, name, "/sbin/" + name).application(1);
			assertSafe();
		}

	}

	@Nested
	class UnderSupervisor {

		@BeforeEach
		void addInit() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "systemd", "/sbin/init");
		}

		@ParameterizedTest
		@ValueSource(strings = { "supervisord", "runsv", "s6-supervise", "supervise", "supervise-daemon", "perpd" })
		void childIsDanger(String name) throws IOException {
			SupervisionTests.this.processes.add(5, 1, name, "/usr/bin/" + name).application(5);
			assertThat(assertDanger(RefusalReason.SUPERVISOR)).contains(name + " (pid 5)", "hotupgrade-keeper");
		}

		@Test
		void childOfItsScriptIsDanger() throws IOException {
			SupervisionTests.this.processes.add(5, 1, "runsv", "runsv", "shop")
				.add(6, 5, "run", "/bin/sh", "./run")
				.application(6);
			assertDanger(RefusalReason.SUPERVISOR);
		}

		@Test
		void childOfInterpretedSupervisorIsDanger() throws IOException {
			SupervisionTests.this.processes.add(5, 1, "python3", "/usr/bin/python3", "/usr/bin/supervisord", "-n")
				.application(5);
			assertDanger(RefusalReason.SUPERVISOR);
		}

		@Test
		void childIsDangerWhereSupervisorIsServiceOfSystemd() throws IOException {
			SupervisionTests.this.processes.add(5, 1, "supervisord", "/usr/bin/python3", "/usr/bin/supervisord")
				.application(5)
				.controlGroup("/system.slice/supervisor.service")
				.variable("INVOCATION_ID", "0123")
				.variable("SYSTEMD_EXEC_PID", "5")
				.unit(5, "main");
			assertDanger(RefusalReason.SUPERVISOR);
		}

		@Test
		void launchedProcessIsSafe() throws IOException {
			SupervisionTests.this.processes.add(5, 1, "supervise", "supervise", "shop").launched().application(5);
			assertSafe();
		}

		@Test
		void shellBelowItsServiceIsSafe() throws IOException {
			SupervisionTests.this.processes.add(5, 1, "runsv", "runsv", "sshd")
				.add(6, 5, "sshd", "sshd")
				.add(7, 6, 7, TERMINAL, "bash", "-bash")
				.add(TestProcesses.SELF, 7, 7, TERMINAL, "java", "java", "-jar", "app.jar");
			assertSafe();
		}

		@Test
		void variableAloneIsNoProof() throws IOException {
			SupervisionTests.this.processes.variable("SUPERVISOR_ENABLED", "1").application(1);
			assertSafe();
		}

	}

	@Nested
	class UnderSystemd {

		@BeforeEach
		void addService() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "systemd", "/sbin/init")
				.application(1)
				.controlGroup("/system.slice/shop.service")
				.variable("INVOCATION_ID", "0123");
		}

		@Test
		void mainProcessWithoutNotificationIsDanger() {
			SupervisionTests.this.processes.unit(TestProcesses.SELF, "main");
			assertThat(assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS)).contains("shop.service", "Type=notify",
					"ExitType=cgroup");
		}

		@Test
		void scriptAsMainProcessIsDanger() throws IOException {
			SupervisionTests.this.processes.add(9, 1, "run.sh", "/bin/sh", "run.sh").application(9).unit(9, "main");
			assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS);
		}

		@Test
		void serviceThatEndsWithItsLastProcessIsSafe() {
			SupervisionTests.this.processes.unit(TestProcesses.SELF, "cgroup");
			assertSafe();
		}

		@Test
		void serviceThatIsToldOfItsMainProcessIsSafe() {
			SupervisionTests.this.processes.variable("NOTIFY_SOCKET", "/run/systemd/notify")
				.unit(TestProcesses.SELF, "main");
			assertSafe();
		}

		@Test
		void scriptAsMainProcessThatIsTheOnlyOneToBeHeardIsDanger() throws IOException {
			SupervisionTests.this.processes.add(9, 1, "run.sh", "/bin/sh", "run.sh")
				.application(9)
				.variable("NOTIFY_SOCKET", "/run/systemd/notify")
				.unit(9, "main", "main");
			assertThat(assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS)).contains("NotifyAccess=all", "exec java");
		}

		@ParameterizedTest
		@CsvSource({ "9,main,all", "9,cgroup,main", "4711,main,main" })
		void serviceThatHearsThisProcessOrNeedNotIsSafe(long mainPid, String exitType, String access)
				throws IOException {
			SupervisionTests.this.processes.add(9, 1, "run.sh", "/bin/sh", "run.sh")
				.application(9)
				.variable("NOTIFY_SOCKET", "/run/systemd/notify")
				.unit(mainPid, exitType, access);
			assertSafe();
		}

		@Test
		void launchedProcessIsJudgedByItsService() {
			SupervisionTests.this.processes.launched().unit(TestProcesses.SELF, "main");
			assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS);
		}

		@Test
		void lastAnswerIsGoodForAQuickOne() {
			Supervision supervision = SupervisionTests.this.processes.unit(TestProcesses.SELF, "cgroup")
				.supervision(Optional.empty());
			assertThat(supervision.danger()).isEmpty();
			SupervisionTests.this.processes.unit(TestProcesses.SELF, "main");
			assertThat(supervision.dangerByLastAnswer()).isEmpty();
			assertThat(supervision.danger()).isPresent();
			assertThat(supervision.dangerByLastAnswer()).isPresent();
		}

		@Test
		void unitWhoseStopDoesNotWaitIsToldWhatItLacks() {
			SupervisionTests.this.processes.variable("NOTIFY_SOCKET", "/run/systemd/notify").unitThatStopsBy("");
			assertThat(advice())
				.hasValueSatisfying((advice) -> assertThat(advice).contains("shop.service", "ExecStop="));
		}

		@Test
		void unitThatWaitsOrIsNotNotifiedOrNotKnownLacksNothing() {
			TestProcesses processes = SupervisionTests.this.processes;
			assertThat(processes.unitThatStopsBy("").supervision(Optional.empty()).advice()).isEmpty();
			processes.variable("NOTIFY_SOCKET", "/run/systemd/notify");
			assertThat(processes.unitThatStopsBy("{ path=/bin/sh }").supervision(Optional.empty()).advice()).isEmpty();
		}

		private Optional<String> advice() {
			return SupervisionTests.this.processes.supervision(Optional.empty()).advice();
		}

		@Test
		void withoutAnswerThereIsNoAdvice() {
			SupervisionTests.this.processes.variable("NOTIFY_SOCKET", "/run/systemd/notify");
			assertThat(advice()).isEmpty();
		}

		@Test
		void otherMainProcessIsSafe() {
			SupervisionTests.this.processes.unit(77, "main");
			assertSafe();
		}

		@Test
		void withoutAnswerFirstProcessIsDanger() {
			SupervisionTests.this.processes.variable("SYSTEMD_EXEC_PID", Long.toString(TestProcesses.SELF));
			assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS);
		}

		@Test
		void withoutAnswerOtherFirstProcessIsSafe() {
			SupervisionTests.this.processes.variable("SYSTEMD_EXEC_PID", "77");
			assertSafe();
		}

		@Test
		void withoutAnswerOldSystemdIsDanger() {
			assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS);
		}

		@Test
		void usersOwnServiceIsAskedAboutAtUsersManager() throws IOException {
			SupervisionTests.this.processes
				.controlGroup("/user.slice/user-1000.slice/user@1000.service/app.slice/shop.service")
				.unit(TestProcesses.SELF, "main");
			assertDanger(RefusalReason.SYSTEMD_MAIN_PROCESS);
			assertThat(SupervisionTests.this.processes.asked()).isEqualTo("user's shop.service");
		}

		@Test
		void shellIsNoService() throws IOException {
			SupervisionTests.this.processes
				.controlGroup("/user.slice/user-1000.slice/user@1000.service/app.slice/terminal.scope")
				.unit(TestProcesses.SELF, "main");
			assertSafe();
		}

	}

	@Nested
	class OnTerminal {

		@BeforeEach
		void addInit() throws IOException {
			SupervisionTests.this.processes.add(1, 0, "systemd", "/sbin/init").add(6, 1, "sshd", "sshd");
		}

		@Test
		void leaderIsDanger() throws IOException {
			SupervisionTests.this.processes.add(TestProcesses.SELF, 6, TestProcesses.SELF, TERMINAL, "java", "java",
					"-jar", "app.jar");
			assertThat(assertDanger(RefusalReason.TERMINAL)).contains("setsid", "hotupgrade-keeper");
		}

		@Test
		void leaderWithoutTerminalIsSafe() throws IOException {
			SupervisionTests.this.processes.add(TestProcesses.SELF, 6, TestProcesses.SELF, 0, "java", "java", "-jar",
					"app.jar");
			assertSafe();
		}

		@ParameterizedTest
		@ValueSource(strings = { "-c", "-ec", "./run.sh" })
		void childOfLeadingScriptIsDanger(String argument) throws IOException {
			SupervisionTests.this.processes.add(7, 6, 7, TERMINAL, "sh", "sh", argument, "java -jar app.jar")
				.add(TestProcesses.SELF, 7, 7, TERMINAL, "java", "java", "-jar", "app.jar");
			assertDanger(RefusalReason.TERMINAL);
		}

		@ParameterizedTest
		@ValueSource(strings = { "-bash", "bash", "/bin/bash --login", "zsh -i" })
		void childOfInteractiveShellIsSafe(String command) throws IOException {
			SupervisionTests.this.processes.add(7, 6, 7, TERMINAL, "bash", command.split(" "))
				.add(TestProcesses.SELF, 7, 7, TERMINAL, "java", "java", "-jar", "app.jar");
			assertSafe();
		}

	}

}
