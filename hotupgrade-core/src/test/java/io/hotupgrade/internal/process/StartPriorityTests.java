package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.SchedulingAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link StartPriority}.
 */
@EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "aarch64" })
class StartPriorityTests {

	private static final long NO_PROCESS = 1L << 30;

	private final StartPriority priority = new StartPriority(Path.of("/proc"));

	private final CountDownLatch end = new CountDownLatch(1);

	private Process process;

	@BeforeEach
	void start() throws IOException {
		this.process = new ProcessBuilder("sleep", "60").start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.end.countDown();
		this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
	}

	@Test
	void lowerLetsOthersGoFirst() throws IOException {
		this.priority.lower(this.process.pid());
		assertThat(attributes().policy()).isEqualTo(SchedulingAttributes.BATCH);
	}

	@Test
	void restoreGivesBackWhatTheParentHas() throws IOException {
		SchedulingAttributes before = attributes();
		this.priority.lower(this.process.pid());
		this.priority.restore(this.process.pid());
		assertThat(attributes()).isEqualTo(before).isEqualTo(Posix.load().scheduling(ProcessHandle.current().pid()));
	}

	@Test
	void lowerWhenPolicyWasChosenLeavesIt() throws IOException {
		SchedulingAttributes chosen = new SchedulingAttributes(SchedulingAttributes.BATCH, attributes().nice(),
				1_000_000);
		Posix.load().schedule(this.process.pid(), chosen);
		SchedulingAttributes before = attributes();
		this.priority.lower(this.process.pid());
		assertThat(attributes()).isEqualTo(before);
	}

	@Test
	void bothReachAllThreads() throws Exception {
		long pid = ProcessHandle.current().pid();
		CountDownLatch started = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			started.countDown();
			awaitEnd();
		}, "another");
		thread.start();
		started.await();
		try {
			this.priority.lower(pid);
			assertThat(policies(pid)).containsOnly(SchedulingAttributes.BATCH);
		}
		finally {
			this.priority.restore(pid);
		}
		assertThat(policies(pid)).hasSizeGreaterThan(1).containsOnly(SchedulingAttributes.OTHER);
	}

	@Test
	void restoreButCompilersLeavesThoseThatCompile() throws Exception {
		long pid = ProcessHandle.current().pid();
		this.priority.lower(pid);
		try {
			this.priority.restoreButCompilers(pid);
			Map<Boolean, List<Integer>> policies = policiesOfCompilersAndOthers(pid);
			assertThat(policies.get(true)).isNotEmpty().containsOnly(SchedulingAttributes.BATCH);
			assertThat(policies.get(false)).hasSizeGreaterThan(1).containsOnly(SchedulingAttributes.OTHER);
		}
		finally {
			this.priority.restore(pid);
		}
		assertThat(policies(pid)).containsOnly(SchedulingAttributes.OTHER);
	}

	@Test
	void whenProcessIsGoneNothingHappens() {
		assertThatCode(() -> {
			this.priority.lower(NO_PROCESS);
			this.priority.restoreButCompilers(NO_PROCESS);
			this.priority.restore(NO_PROCESS);
		}).doesNotThrowAnyException();
	}

	@Test
	void markedVariableIsNotInherited() throws LaunchException {
		Map<String, String> environment = new HashMap<>();
		this.priority.mark(environment);
		assertThat(environment).containsKey(StartPriority.VARIABLE);
		new SuccessorEnvironment(Map.of(), Map.of()).applyTo(environment);
		assertThat(environment).isEmpty();
	}

	private SchedulingAttributes attributes() throws IOException {
		return Posix.load().scheduling(this.process.pid());
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static List<Integer> policies(long pid) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
			return threads.flatMap((thread) -> policy(thread.resolve("stat")).stream()).toList();
		}
	}

	private static Map<Boolean, List<Integer>> policiesOfCompilersAndOthers(long pid) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
			return threads.filter((thread) -> policy(thread.resolve("stat")).isPresent())
				.collect(Collectors.partitioningBy(StartPriorityTests::isCompiler, Collectors
					.flatMapping((thread) -> policy(thread.resolve("stat")).stream(), Collectors.toList())));
		}
	}

	private static boolean isCompiler(Path thread) {
		try {
			return Files.readString(thread.resolve("comm")).contains("CompilerThre");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The policy is the 41st field of the line, see proc_pid_stat(5). A thread may have
	 * ended meanwhile.
	 */
	private static Optional<Integer> policy(Path stat) {
		try {
			String line = Files.readString(stat);
			return Optional.of(Integer.valueOf(line.substring(line.lastIndexOf(')') + 2).split(" ")[38]));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
