package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A successor leaves the CPU to its predecessor while it starts, and is its equal from
 * the switch on.
 */
class StartPriorityIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int GENERATIONS = Extent.isFull() ? 3 : 1;

	private static final int OTHER = 0;

	private static final int BATCH = 3;

	/** What a thread gets is less than half of what it would take. */
	private static final int OTHERS_PER_CPU = 4;

	/** More than a JVM has before it runs the application. */
	private static final int STARTED_THREADS = 12;

	@TempDir
	Path directory;

	@Test
	void everyGenerationServesAsTheFirstDid() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			assertThat(Processes.schedulingPolicies(sample.first().pid())).containsOnly(OTHER);
			for (int generation = 1; generation <= GENERATIONS; generation++) {
				UpgradeView begun = sample.beginUpgrade();
				awaitLowered(begun.successor().pid());
				UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
				assertThat(Processes.schedulingPolicies(ended.successor().pid())).containsOnly(OTHER);
			}
		}
	}

	@Test
	void successorOfADeadPredecessorServesAsAnEqual() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			long successor = sample.beginUpgrade().successor().pid();
			awaitLowered(successor);
			Processes.signal(sample.first().pid(), "KILL");
			Awaitility.await().atMost(LIMIT).until(sample::isServing);
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(Processes.schedulingPolicies(successor)).containsOnly(OTHER));
		}
	}

	@Test
	void longStartGoesOnAsAnEqual() throws Exception {
		try (SampleInstance sample = SampleInstance.start(
				Sample.quick(this.directory)
					.withArguments("--hotupgrade.launch.timeout=16s", "--hotupgrade.launch.termination-timeout=1s"),
				LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			long successor = begun.successor().pid();
			awaitLowered(successor);
			Processes.signal(successor, "STOP");
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(Processes.schedulingPolicies(successor)).containsOnly(OTHER));
			assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.remark()).contains("hotupgrade.launch.priority", "PT4S");
		}
	}

	@Test
	void successorThatGetsTooLittleBecomesAnEqual() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			UpgradeView begun;
			List<Process> others = new ArrayList<>();
			try {
				for (int count = 0; count < OTHERS_PER_CPU * Runtime.getRuntime().availableProcessors(); count++) {
					others.add(new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start());
				}
				begun = sample.beginUpgrade();
				long successor = begun.successor().pid();
				Awaitility.await("successor with the usual priority")
					.atMost(LIMIT)
					.until(() -> Processes.schedulingPolicies(successor),
							(policies) -> policies.size() >= STARTED_THREADS && !policies.contains(BATCH));
				assertThat(sample.endpoint().abort().status()).isEqualTo(202);
			}
			finally {
				for (Process other : others) {
					other.destroyForcibly().waitFor();
				}
			}
			assertThat(sample.awaitUpgrade(begun.id(), LIMIT).remark()).contains("hotupgrade.launch.priority",
					"less than half");
		}
	}

	@Test
	void normalPriorityIsLeftAsItIs() throws Exception {
		try (SampleInstance sample = SampleInstance
			.start(Sample.quick(this.directory).withArguments("--hotupgrade.launch.priority=normal"), LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			List<Integer> policies = awaitThreads(begun.successor().pid());
			assertThat(policies).containsOnly(OTHER);
		}
	}

	private static void awaitLowered(long pid) {
		assertThat(awaitThreads(pid)).as("policies while it starts").containsOnly(BATCH);
	}

	private static List<Integer> awaitThreads(long pid) {
		return Awaitility.await("threads of the successor")
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> Processes.schedulingPolicies(pid), (policies) -> policies.size() >= STARTED_THREADS);
	}

}
