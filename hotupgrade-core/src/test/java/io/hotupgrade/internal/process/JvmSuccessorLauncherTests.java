package io.hotupgrade.internal.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.UpgradeRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JvmSuccessorLauncher} with real processes.
 */
class JvmSuccessorLauncherTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path temporary;

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final List<SuccessorProcess> launched = new ArrayList<>();

	private Path workDirectory;

	@BeforeEach
	void createWorkDirectory() throws IOException {
		this.workDirectory = Files.createDirectory(this.temporary.resolve("it's a \"work\" $directory"));
	}

	@AfterEach
	void endProcesses() throws Exception {
		for (SuccessorProcess process : this.launched) {
			process.kill();
			exitCode(process);
		}
	}

	@Test
	void launchPassesArgumentsUnchanged() throws Exception {
		SuccessorProcess process = launch("printf", "[%s]\\n", "a b", "", "it's", "\"quoted\"", "$HOME", "*", "\\");
		assertThat(exitCode(process)).isZero();
		assertThat(process.lastOutput()).containsExactly("[a b]", "[]", "[it's]", "[\"quoted\"]", "[$HOME]", "[*]",
				"[\\]");
	}

	@Test
	void launchStartsJarOfOwnCommand() throws Exception {
		Path jar = TestJars.application(this.temporary.resolve("my app.jar"), TestPrograms.Failing.class);
		SuccessorProcess process = launch(new TestSettings().jvmArguments("-Dgreeting=hello"), JAVA, "-jar",
				jar.toString());
		assertThat(exitCode(process)).isEqualTo(1);
		assertThat(process.lastOutput()).anyMatch((line) -> line.contains("IllegalStateException: hello"));
		assertThat(process.exitDetail(1)).startsWith(": ").endsWith("java.lang.IllegalStateException: hello");
		assertThat(process.command()).containsExactly(JAVA, "-jar", jar.toString());
	}

	@Test
	void launchWhenJarVanishesKeepsWhatTheJvmSays() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "exec '%s' -jar missing.jar".formatted(JAVA));
		assertThat(exitCode(process)).isEqualTo(1);
		assertThat(process.lastOutput()).contains("Error: Unable to access jarfile missing.jar");
		assertThat(this.output.toString()).contains("Unable to access jarfile missing.jar");
	}

	@Test
	void launchWhenJarIsMissingThrows() {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launch(JAVA, "-jar", "missing.jar"))
			.withMessageContaining("missing.jar does not exist");
		assertThat(this.workDirectory).isEmptyDirectory();
	}

	@Test
	void launchWhenProcessCannotStartThrowsAndLeavesNoFile() {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launch("printf", "a\0b"))
			.withMessageContaining("could not be started");
		assertThat(this.workDirectory).isEmptyDirectory();
	}

	@Test
	void launchWhenConfiguredVariableIsInvalidThrowsWithoutItsValue() {
		TestSettings settings = new TestSettings().environment(Map.of("A", "secret\0"));
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launch(settings, "true"))
			.withMessageContaining("hotupgrade.launch.environment")
			.withMessageNotContaining("secret");
	}

	@Test
	void launchKeepsProcessIdAndWorkingDirectory() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "echo $$; pwd -P");
		assertThat(exitCode(process)).isZero();
		assertThat(process.lastOutput()).containsExactly(Long.toString(process.pid()),
				Path.of("").toRealPath().toString());
	}

	@Test
	void launchStartsInConfiguredDirectoryByTheGivenPath() throws Exception {
		Path release = Files.createDirectory(this.temporary.resolve("release"));
		Path link = Files.createSymbolicLink(this.temporary.resolve("current"), release);
		SuccessorProcess process = launch(new TestSettings().directory(link), "sh", "-c", "echo $PWD; pwd -P");
		assertThat(exitCode(process)).isZero();
		assertThat(process.lastOutput()).containsExactly(link.toString(), release.toRealPath().toString());
	}

	@Test
	void launchLetsTheKernelEndTheSuccessorFirstUntilItHasTakenOver() throws Exception {
		String own = Files.readString(Path.of("/proc/self/oom_score_adj")).strip();
		SuccessorProcess process = launch("sh", "-c", "sleep 60 & echo $!; wait");
		Path score = Path.of("/proc", Long.toString(process.pid()), "oom_score_adj");
		Awaitility.await().atMost(LIMIT).until(() -> !process.lastOutput().isEmpty());
		Path scoreOfChild = Path.of("/proc", process.lastOutput().get(0), "oom_score_adj");
		assertThat(score).hasContent("1000");
		assertThat(scoreOfChild).hasContent("1000");
		process.committed();
		assertThat(score).hasContent(own);
		assertThat(scoreOfChild).hasContent(own);
	}

	@Test
	void launchWhenEnvironmentIsTooLongSaysSoWithoutItsValues() {
		TestSettings settings = new TestSettings().environment(Map.of("LONG", "secret".repeat(30_000)));
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launch(settings, "true"))
			.withMessageContainingAll("Argument list too long", "LONG with 180006", "131072", "ulimit -s")
			.withMessageNotContaining("secret");
		assertThat(this.workDirectory).isEmptyDirectory();
	}

	@Test
	void launchWhenArgumentIsTooLongSaysSoWithoutIt() {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launch("echo", "secret".repeat(30_000)))
			.withMessageContainingAll("Argument list too long", "the longest of them 180001")
			.withMessageNotContaining("secret");
	}

	@Test
	void launchWhenTheShellCannotStartTheProgramSaysWhy() throws Exception {
		Path script = Files.writeString(this.temporary.resolve("script"), "#!/no/such/interpreter\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		SuccessorProcess process = launch(script.toString());
		int code = exitCode(process);
		assertThat(process.exitDetail(code)).contains(script.toString()).contains("not found");
		assertThat(process.exitDetail(1)).isEmpty();
	}

	@Test
	void launchAddsConfiguredAndHandOffVariablesOnly() throws Exception {
		SuccessorProcess process = launch(new TestSettings().environment(Map.of("CONFIGURED", "a b")), "sh", "-c",
				"env | grep -E '^(CONFIGURED|HOTUPGRADE_)' | sort");
		exitCode(process);
		assertThat(process.lastOutput()).containsExactly("CONFIGURED=a b",
				"HOTUPGRADE_OOM_SCORE=" + Files.readString(Path.of("/proc/self/oom_score_adj")).strip(),
				"HOTUPGRADE_OUTPUT=%s/%d-id.out".formatted(this.workDirectory.toRealPath(),
						ProcessHandle.current().pid()),
				"HOTUPGRADE_PRIORITY=low", "HOTUPGRADE_PROCESS=" + process.pid(), "HOTUPGRADE_SOCKET=/run/x.sock",
				"HOTUPGRADE_TOKEN=token");
	}

	@Test
	void launchPassesOwnEnvironmentOn() throws Exception {
		Path copy = this.temporary.resolve("environ");
		exitCode(launch("cp", "/proc/self/environ", copy.toString()));
		Set<String> expected = new HashSet<>(System.getenv().keySet());
		expected.addAll(Set.of("HOTUPGRADE_OOM_SCORE", "HOTUPGRADE_OUTPUT", "HOTUPGRADE_PRIORITY", "HOTUPGRADE_PROCESS",
				"HOTUPGRADE_SOCKET", "HOTUPGRADE_TOKEN"));
		Set<String> own = Set.of("PWD", "OLDPWD", "SHLVL", "_");
		expected.removeAll(own);
		assertThat(names(copy)).containsAll(expected);
		assertThat(names(copy).stream().filter((name) -> !own.contains(name))).hasSameSizeAs(expected);
	}

	@Test
	void launchWhenShellWouldDropVariableDoesWithoutCapture() throws Exception {
		Path copy = this.temporary.resolve("environ");
		TestSettings settings = new TestSettings().environment(Map.of("spring.application.name", "x"));
		SuccessorProcess process = launch(settings, "cp", "/proc/self/environ", copy.toString());
		assertThat(this.workDirectory).isEmptyDirectory();
		assertThat(exitCode(process)).isZero();
		assertThat(names(copy)).contains("spring.application.name", "HOTUPGRADE_TOKEN")
			.doesNotContain("HOTUPGRADE_OUTPUT");
		process.committed();
		assertThat(process.lastOutput()).isEmpty();
	}

	@Test
	void launchInheritsNoDescriptorBeyondTheStreams() throws Exception {
		try (ServerSocket socket = new ServerSocket(0);
				FileChannel file = FileChannel.open(this.temporary.resolve("file"), StandardOpenOption.CREATE,
						StandardOpenOption.WRITE)) {
			SuccessorProcess process = launch("sh", "-c", "ls /proc/$$/fd");
			assertThat(exitCode(process)).isZero();
			assertThat(process.lastOutput()).containsExactly("0", "1", "2", "3", "4");
			assertThat(socket.isBound() && file.isOpen()).isTrue();
		}
	}

	@Test
	void launchCapturesInPrivateFileThatGoesWithTheProcess() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "echo started; exec sleep 60");
		Path file = this.workDirectory.resolve(ProcessHandle.current().pid() + "-id.out");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		Awaitility.await().atMost(LIMIT).until(() -> process.lastOutput().contains("started"));
		assertThat(this.output).hasToString("started\n");
		process.terminate();
		assertThat(exitCode(process)).isEqualTo(128 + 15);
		assertThat(this.workDirectory).isEmptyDirectory();
	}

	@Test
	void launchReplacesFileOfEarlierLaunch() throws Exception {
		Path target = Files.writeString(this.temporary.resolve("target"), "untouched");
		Files.createSymbolicLink(this.workDirectory.resolve(ProcessHandle.current().pid() + "-id.out"), target);
		exitCode(launch("echo", "x"));
		assertThat(target).hasContent("untouched");
	}

	@Test
	void killEndsProcessThatIgnoresTerm() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
		Awaitility.await().atMost(LIMIT).until(() -> process.lastOutput().contains("ready"));
		process.terminate();
		assertThat(process.onExit()).isNotDone();
		process.kill();
		assertThat(exitCode(process)).isEqualTo(128 + 9);
	}

	@Test
	void onExitTellsExitCodeAfterLastOutput() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "echo out; echo err >&2; printf unfinished; exit 7");
		assertThat(exitCode(process)).isEqualTo(7);
		assertThat(process.lastOutput()).containsExactly("out", "err", "unfinished");
		assertThat(this.output).hasToString("out\nerr\nunfinished");
	}

	@Test
	void onExitWhenProcessWritesFiftyMegabytesComesAndFileStaysSmall() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "head -c 50000000 /dev/zero | tr '\\0' x; echo; echo end");
		assertThat(exitCode(process)).isZero();
		assertThat(process.lastOutput()).hasSize(2).endsWith("end");
		assertThat(this.output.size()).isLessThanOrEqualTo(50_000_005);
		assertThat(this.workDirectory).isEmptyDirectory();
	}

	@Test
	void commitWhenProcessDoesNotWriteToFileDeletesIt() throws Exception {
		SuccessorProcess process = launch("sh", "-c", "echo started; exec >/dev/null 2>&1; exec sleep 60");
		Awaitility.await().atMost(LIMIT).until(() -> process.lastOutput().contains("started"));
		process.committed();
		Awaitility.await().atMost(LIMIT).until(() -> isEmpty(this.workDirectory));
		assertThat(process.onExit()).isNotDone();
		process.kill();
		assertThat(exitCode(process)).isEqualTo(128 + 9);
	}

	private static boolean isEmpty(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.findAny().isEmpty();
		}
	}

	private static Set<String> names(Path environment) throws IOException {
		return Stream.of(Files.readString(environment, StandardCharsets.ISO_8859_1).split("\0"))
			.map((variable) -> variable.split("=", 2)[0])
			.collect(Collectors.toSet());
	}

	private static int exitCode(SuccessorProcess process) throws Exception {
		return process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	private SuccessorProcess launch(String... command) throws LaunchException {
		return launch(new TestSettings(), command);
	}

	private SuccessorProcess launch(TestSettings settings, String... command) throws LaunchException {
		LaunchRequest request = new LaunchRequest(UpgradeRequest.asConfigured(), "id", List.of(command),
				Map.of(HandOff.SOCKET, "/run/x.sock", HandOff.TOKEN, "token"), this.workDirectory, Optional.empty());
		SuccessorProcess process = new JvmSuccessorLauncher(settings.get(), LocalProcess.current(), true,
				StandardStreams.of(OpenFiles.of("self")), this.output)
			.launch(request);
		this.launched.add(process);
		return process;
	}

}
