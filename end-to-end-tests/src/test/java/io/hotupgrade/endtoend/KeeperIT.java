package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@ValueSource(strings = { "./run", "sh -c './run; exit'", "bash -c './run; exit'", "tini -- ./run" })
	void inContainerIsRefused(String first) throws Exception {
		assumeContainers();
		if (!first.startsWith("./")) {
			KeptSample.assumeProgram(first.split(" ")[0]);
		}
		try (SampleInstance sample = start("", "exec " + CONTAINER + " " + first)) {
			assertRefused(sample, "CONTAINER_INIT");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bash", "busybox sh" })
	void inContainerWithKeeperIsUpgraded(String shell) throws Exception {
		assumeContainers();
		KeptSample.assumeProgram(shell.split(" ")[0]);
		try (SampleInstance sample = start(KeptSample.keeper(shell),
				CONTAINER + " ./run & child=$!; trap 'kill -s TERM $(pgrep -P $child)' TERM; "
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

	private static long keeper(long instance) throws IOException {
		String directory = Processes.environment(instance)
			.stream()
			.filter((variable) -> variable.startsWith("HOTUPGRADE_KEEPER="))
			.map((variable) -> variable.substring(variable.indexOf('=') + 1))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(Files.readString(Path.of(directory, "keeper")).split(" ")[0]);
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
