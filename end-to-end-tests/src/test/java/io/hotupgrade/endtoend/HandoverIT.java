package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's scheduled task, of which each run is written to one file by whichever
 * instance runs it.
 */
class HandoverIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	private Path log;

	@BeforeEach
	void createLog() {
		this.log = this.directory.resolve("ticks.log");
	}

	@Test
	void scheduledTaskNeverRunsInTwoInstancesAtOnce() throws Exception {
		try (SampleInstance sample = start("hand-over", "2s")) {
			long first = currentWorker();
			String answer = cached(sample);
			assertThat(answer).isEqualTo("a by " + first);
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			awaitWorker(upgrade.successor().pid());
			assertThat(workersInOrder()).containsExactly(first, upgrade.successor().pid());
			System.out.println("Upgraded: " + upgrade.receipt().state());
			assertThat(upgrade.receipt().state().handedOver()).as("the number and the caches").isEqualTo(2);
			assertThat(upgrade.receipt().state().failed()).isZero();
			assertNumbersGoOn();
			assertThat(cached(sample)).as("found by the predecessor").isEqualTo(answer);
		}
	}

	/**
	 * The successor is rolled back, the next one killed, and the predecessor of a third.
	 */
	@Test
	void workIsLeftToTheOneThatServes() throws Exception {
		try (SampleInstance sample = start("hand-over", "60s")) {
			long first = currentWorker();
			UpgradeView rolledBack = sample.beginUpgrade();
			awaitWorker(rolledBack.successor().pid());
			sample.endpoint().abort();
			UpgradeView aborted = sample.awaitUpgrade(rolledBack.id(), LIMIT);
			assertThat(aborted.outcome()).as(aborted.message()).isEqualTo("ABORTED");
			awaitWorker(first);
			assertThat(workersInOrder()).containsExactly(first, rolledBack.successor().pid(), first);
			System.out.println("Rolled back: " + aborted.receipt().state());
			assertThat(aborted.receipt().state().returned()).as("the number").isEqualTo(1);
			assertThat(aborted.receipt().state().failed()).isZero();
			assertNumbersGoOn();
			UpgradeView killed = sample.beginUpgrade();
			long killedPid = killed.successor().pid();
			awaitWorker(killedPid);
			Processes.signal(killedPid, "KILL");
			assertThat(sample.awaitUpgrade(killed.id(), LIMIT).outcome()).isEqualTo("ROLLED_BACK");
			awaitWorker(first);
			assertThat(linesWithoutTheCutRuns(killedPid)).containsExactly(first, rolledBack.successor().pid(), first,
					killedPid, first);
			UpgradeView left = sample.beginUpgrade();
			Processes.signal(first, "KILL");
			awaitWorker(left.successor().pid());
			assertThat(linesWithoutTheCutRuns(killedPid, first)).endsWith(killedPid, first, left.successor().pid());
		}
	}

	@Test
	void withOverlapBothWork() throws Exception {
		try (SampleInstance sample = start("overlap", "2s")) {
			long first = currentWorker();
			UpgradeView begun = sample.beginUpgrade();
			awaitWorker(begun.successor().pid());
			awaitWorker(first);
			sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(workers()).contains(first, begun.successor().pid());
		}
	}

	private SampleInstance start(String policy, String probation) throws Exception {
		return SampleInstance.start(Sample.quick(this.directory)
			.withArguments("--hotupgrade.handover.background-work=" + policy, "--hotupgrade.probation=" + probation,
					"--hotupgrade.state.caches=*", "--sample.tick-interval=20ms", "--sample.tick-log=" + this.log),
				LIMIT);
	}

	private long currentWorker() {
		Awaitility.await().atMost(LIMIT).until(() -> !lines().isEmpty());
		return pid(lines().get(0));
	}

	private static String cached(SampleInstance sample) throws IOException {
		return PlainHttp.send(sample.target(), "GET", "/cached/a").text();
	}

	/**
	 * Waits for runs that come after this moment.
	 */
	private void awaitWorker(long pid) {
		int before = lines().size();
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> lines().stream().skip(before).filter((line) -> pid(line) == pid).count() > 20);
	}

	/**
	 * Who worked, in order. Fails if one began before the other had ended.
	 */
	private List<Long> workersInOrder() {
		List<String> lines = lines();
		for (int i = 0; i + 1 < lines.size(); i += 2) {
			long pid = pid(lines.get(i));
			assertThat(lines.subList(i, i + 2)).as("lines %d and %d", i, i + 1)
				.containsExactly(pid + " begin", pid + " end");
		}
		return workers();
	}

	/**
	 * The ticks are numbered by state that passes from one instance to the next.
	 */
	private void assertNumbersGoOn() throws IOException {
		List<Long> numbers = Files.readAllLines(this.directory.resolve("ticks.log.numbers"))
			.stream()
			.map(Long::valueOf)
			.toList();
		assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
	}

	/**
	 * A process that is killed may not have ended its last run.
	 */
	private List<Long> linesWithoutTheCutRuns(Long... killed) {
		List<Long> begun = new ArrayList<>();
		for (String line : lines()) {
			assertThat(begun).as(line).allMatch((pid) -> List.of(killed).contains(pid) || pid == pid(line));
			begun.removeIf((pid) -> line.equals(pid + " end"));
			if (line.endsWith("begin")) {
				begun.add(pid(line));
			}
		}
		return workers();
	}

	private List<Long> workers() {
		List<Long> workers = new ArrayList<>();
		for (String line : lines()) {
			if (workers.isEmpty() || workers.get(workers.size() - 1) != pid(line)) {
				workers.add(pid(line));
			}
		}
		return workers;
	}

	private List<String> lines() {
		try {
			return Files.exists(this.log) ? Files.readAllLines(this.log) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long pid(String line) {
		return Long.parseLong(line.substring(0, line.indexOf(' ')));
	}

}
