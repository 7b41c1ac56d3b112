package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first process of a container, here of pid namespaces, and the leader of a
 * terminal's session; with the keeper and without it.
 */
class KeeperIT {

	private static final Duration LIMIT = KeptSample.LIMIT;

	private static final String CONTAINER = "unshare --user --map-root-user --pid --fork --kill-child --mount-proc";

	@TempDir
	Path directory;

	private SampleInstance start(String prefix, String around, String... arguments) throws IOException {
		return SampleInstance.start(KeptSample.launch(this.directory, prefix, around).withArguments(arguments), LIMIT);
	}

	private static void assumeContainers() throws IOException, InterruptedException {
		Process attempt = new ProcessBuilder((CONTAINER + " true").split(" ")).start();
		Assumptions.assumeTrue(attempt.waitFor() == 0, "No namespaces can be made here");
	}

	static List<String> firstProcesses() {
		return Extent.variants(1, List.of("./run", "tini -- ./run", "sh -c './run; exit'", "bash -c './run; exit'",
				"dumb-init -- ./run"));
	}

	@ParameterizedTest
	@MethodSource("firstProcesses")
	void inContainerIsRefused(String first) throws Exception {
		assumeContainers();
		if (!first.startsWith("./")) {
			KeptSample.assumeProgram(first.split(" ")[0]);
		}
		try (SampleInstance sample = start("", "exec " + CONTAINER + " " + first)) {
			assertRefused(sample, "CONTAINER_INIT");
		}
	}

	static List<Arguments> keptInContainers() {
		return Extent.variants(1,
				List.of(Arguments.of("busybox sh", ""), Arguments.of("sh", "dumb-init --"), Arguments.of("bash", "")));
	}

	@ParameterizedTest
	@MethodSource("keptInContainers")
	void inContainerWithKeeperIsUpgraded(String shell, String init) throws Exception {
		assumeContainers();
		KeptSample.assumeProgram(shell.split(" ")[0]);
		if (!init.isEmpty()) {
			KeptSample.assumeProgram(init.split(" ")[0]);
		}
		try (SampleInstance sample = start(KeptSample.keeper(shell),
				CONTAINER + " " + init + " ./run & child=$!; trap 'kill -s TERM $(pgrep -P $child)' TERM; "
						+ "while kill -s 0 $child 2>/dev/null; do wait $child; status=$?; done; exit $status")) {
			assertUpgraded(sample);
			sample.first().terminate();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(0);
			assertThat(sample.family()).isEmpty();
		}
	}

	@Test
	void leaderOnATerminalIsRefused() throws Exception {
		KeptSample.assumeProgram("script");
		try (SampleInstance sample = start("", "exec script -qec ./run /dev/null </dev/null")) {
			assertRefused(sample, "TERMINAL");
		}
	}

	@Test
	void keeperOnATerminalIsUpgradedAndPassesAHangupOn() throws Exception {
		Processes.assumeHangup();
		KeptSample.assumeProgram("script");
		try (SampleInstance sample = start(KeptSample.keeper("sh"), "exec script -qec ./run /dev/null </dev/null",
				"--hotupgrade.upgrade-on-sighup=true")) {
			UpgradeView first = assertUpgraded(sample);
			long keeper = keeper(first.successor().pid());
			Processes.signal(keeper, "HUP");
			sample.endpoint()
				.awaitStatus("a second upgrade", LIMIT,
						(status) -> status.history().size() == 2 && status.state().equals("SERVING"));
			long serving = sample.endpoint().status().pid();
			Processes.signal(keeper, "TERM");
			Processes.awaitEnd(serving, LIMIT);
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(0);
		}
	}

	/** As the end of a connection by ssh -t does it. */
	@Test
	void hangupOfTheTerminalEndsAllUnderTheKeeper() throws Exception {
		Extent.assumeFull();
		Processes.assumeHangup();
		KeptSample.assumeProgram("script");
		try (SampleInstance sample = start(KeptSample.keeper("sh"), "exec script -qec ./run /dev/null </dev/null")) {
			long keeper = keeper(assertUpgraded(sample).successor().pid());
			sample.first().handle().destroyForcibly();
			Processes.awaitEnd(keeper, LIMIT);
			assertThat(sample.family()).isEmpty();
		}
	}

	@Test
	void keeperKnowsWhoServesAfterARollbackAndThatNobodyIsLeftToServe() throws Exception {
		Processes.assumeHangup();
		Path healthy = Files.createDirectory(this.directory.resolve("healthy"));
		Path linger = this.directory.resolve("linger");
		try (SampleInstance sample = start(KeptSample.keeper("sh"), "exec ./run",
				"--management.health.diskspace.path=" + healthy, "--hotupgrade.upgrade-on-sighup=true",
				"--hotupgrade.probation=10s", "--sample.linger-file=" + linger)) {
			UpgradeView begun = sample.beginUpgrade();
			long first = begun.predecessor().pid();
			sample.endpoint()
				.awaitStatus("probation", LIMIT,
						(status) -> status.state().equals("PROBATION") && status.pid() == begun.successor().pid());
			assertThat(serving(first)).isEqualTo(begun.successor().pid());
			Files.delete(healthy);
			assertThat(sample.awaitUpgrade(begun.id(), LIMIT).outcome()).isEqualTo("ROLLED_BACK");
			assertThat(serving(first)).isEqualTo(first);
			Files.createDirectory(healthy);
			Files.createFile(linger);
			Processes.signal(sample.first().pid(), "HUP");
			StatusView status = sample.endpoint()
				.awaitStatus("a second upgrade", LIMIT, (candidate) -> candidate.history().size() == 2
						&& candidate.state().equals("SERVING") && candidate.pid() != first);
			assertThat(serving(first)).isEqualTo(status.pid());
			sample.first()
				.await("predecessor that exits", LIMIT,
						() -> outputOf(sample).contains("Process %d lingers".formatted(first)));
			Processes.signal(status.pid(), "KILL");
			Processes.awaitEnd(status.pid(), LIMIT);
			assertThat(sample.first().isAlive()).as("the predecessor is still there").isTrue();
			Files.delete(linger);
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(1);
			assertThat(sample.family()).isEmpty();
		}
	}

	@Test
	void keeperThatWasKilledIsMissed() throws Exception {
		try (SampleInstance sample = start(KeptSample.keeper("sh"), "exec ./run")) {
			sample.first().handle().destroyForcibly();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertRefused(sample, "KEEPER_GONE");
		}
	}

	@Test
	void statusOfAnApplicationThatCannotStartIsPassedOn() throws Exception {
		try (SampleInstance sample = SampleInstance
			.launch(KeptSample.launch(this.directory, KeptSample.keeper("sh"), "exec ./run")
				.withArguments("--hotupgrade.history-size=-5"))) {
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(1);
		}
	}

	private static String outputOf(SampleInstance sample) {
		try {
			return Files.readString(sample.first().output());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long keeper(long instance) throws IOException {
		return Long.parseLong(Files.readString(directory(instance).resolve("keeper")).split(" ")[0]);
	}

	private static long serving(long instance) throws IOException {
		return Long.parseLong(Files.readString(directory(instance).resolve("serving")).strip());
	}

	private static Path directory(long instance) {
		return Processes.environment(instance)
			.stream()
			.filter((variable) -> variable.startsWith("HOTUPGRADE_KEEPER="))
			.map((variable) -> Path.of(variable.substring(variable.indexOf('=') + 1)))
			.findFirst()
			.orElseThrow();
	}

	private static void assertRefused(SampleInstance sample, String reason) throws IOException {
		EndpointAnswer answer = sample.endpoint().upgrade();
		assertThat(answer.status()).as(answer.body()).isEqualTo(501);
		assertThat(answer.refusal()).isEqualTo(reason);
		assertThat(sample.isServing()).isTrue();
	}

	/** By the numbers that processes have in there. */
	private static UpgradeView assertUpgraded(SampleInstance sample) throws IOException {
		UpgradeView begun = sample.endpoint().upgrade().upgrade();
		UpgradeView ended = sample.endpoint().awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		return ended;
	}

}
