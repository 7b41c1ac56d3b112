package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where two instances do not fit into the memory, the one that serves is not the one to
 * suffer.
 */
class MemoryIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int HIGHEST = 1000;

	private static final long MIB = 1 << 20;

	/** A JVM begins with less, and the sample needs more. */
	private static final long TOO_LITTLE = 64 * MIB;

	@TempDir
	Path directory;

	@Test
	void successorIsTheOneToEndUntilItServesAndThenRefusesWhatDoesNotFit() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			int usual = Processes.oomScore(sample.first().pid());
			Sample.configure(this.directory, "hotupgrade.launch.memory=1000000GB");
			UpgradeView begun = sample.beginUpgrade();
			assertThat(Processes.oomScore(begun.successor().pid())).isEqualTo(HIGHEST);
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			assertThat(Processes.oomScore(ended.successor().pid())).isEqualTo(usual);
			EndpointAnswer refused = sample.endpoint().upgrade();
			assertThat(refused.status()).isEqualTo(501);
			assertThat(refused.refusal()).isEqualTo("NOT_ENOUGH_MEMORY");
			assertThat(refused.body()).contains("1024000000 MiB", "hotupgrade.launch.memory", "MiB are free");
		}
	}

	@Test
	void successorOfADeadPredecessorIsNoWorseToEndThanOthers() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			int usual = Processes.oomScore(sample.first().pid());
			long successor = sample.beginUpgrade().successor().pid();
			assertThat(Processes.oomScore(successor)).isEqualTo(HIGHEST);
			Processes.signal(sample.first().pid(), "KILL");
			Awaitility.await().atMost(LIMIT).until(sample::isServing);
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(Processes.oomScore(successor)).isEqualTo(usual));
		}
	}

	@Test
	@Tag("root")
	void kernelThatRunsOutOfMemoryEndsTheSuccessor() throws Exception {
		try (MemoryGroup group = MemoryGroup.create();
				SampleInstance sample = SampleInstance.start(Sample.quickCopy(this.directory)
					.withJavaHome(JavaScript.write(this.directory, group.joining() + "exec %s \"$@\""))
					.withArguments("--hotupgrade.launch.memory=0"), LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(100)))) {
			group.limit(TOO_LITTLE);
			UpgradeView begun = sample.beginUpgrade();
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("FAILED");
			assertThat(ended.reason()).isEqualTo("SUCCESSOR_EXITED");
			assertThat(ended.message()).contains("137").contains("for want of memory");
			group.unlimit();
			UpgradeView good = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(good.outcome()).as(good.message()).isEqualTo("SUCCEEDED");
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

}
