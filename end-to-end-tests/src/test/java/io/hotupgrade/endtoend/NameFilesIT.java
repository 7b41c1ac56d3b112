package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files with the process id and the ports, through upgrades that succeed and fail.
 */
class NameFilesIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	@TempDir
	Path directory;

	@Test
	void filesNameTheInstanceThatServes() throws Exception {
		int managementPort = NamesSample.freePort();
		int port = NamesSample.freePort();
		Path pidFile = this.directory.resolve("run/app.pid");
		JavaLaunch launch = NamesSample.in(this.directory)
			.withEnvironment("SPRING_PID_FILE", "run/app.pid")
			.withEnvironment("PORTFILE", "app.port")
			.withEnvironment("HOTUPGRADE_PROBATION", "3s")
			.withArguments("--server.port=" + port, "--management.server.port=" + managementPort);
		try (SampleInstance sample = SampleInstance.adopt(JavaProcess.start(launch), Target.local(port),
				Target.local(managementPort))) {
			sample.awaitServing(LIMIT);
			sample.endpoint().awaitStatus("management port", LIMIT, (status) -> "SERVING".equals(status.state()));
			List<Long> serving = new ArrayList<>(List.of(sample.first().pid()));
			awaitContent(pidFile, serving.get(0));
			try (WatchedFile pids = new WatchedFile(pidFile);
					WatchedFile ports = new WatchedFile(this.directory.resolve("app.port"));
					WatchedFile managementPorts = new WatchedFile(this.directory.resolve("app-management.port"))) {
				succeed(sample, serving, pidFile);
				failBeforeTheSwitch(sample, pidFile, serving);
				rollBack(sample, serving, pidFile);
				killThePredecessor(sample, serving, pidFile);
				assertThat(pids.contents()).containsExactlyElementsOf(serving.stream().map(Object::toString).toList());
				assertThat(ports.contents()).containsExactly(Integer.toString(port));
				assertThat(managementPorts.contents()).containsExactly(Integer.toString(managementPort));
			}
			long last = serving.get(serving.size() - 1);
			Processes.signal(last, "TERM");
			Processes.awaitEnd(last, LIMIT);
			assertThat(pidFile).doesNotExist();
			assertThat(this.directory.resolve("app.port")).doesNotExist();
			assertThat(this.directory.resolve("app-management.port")).doesNotExist();
		}
	}

	private void succeed(SampleInstance sample, List<Long> serving, Path pidFile) throws Exception {
		UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
		Processes.awaitEnd(upgrade.predecessor().pid(), LIMIT);
		serving.add(upgrade.successor().pid());
		awaitContent(pidFile, upgrade.successor().pid());
	}

	private void failBeforeTheSwitch(SampleInstance sample, Path pidFile, List<Long> serving) throws Exception {
		Sample.configure(this.directory, "management.health.diskspace.threshold=1000000TB",
				"hotupgrade.health.timeout=1s");
		UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		Sample.configure(this.directory, "");
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("FAILED");
		Processes.awaitEnd(upgrade.successor().pid(), LIMIT);
		awaitContent(pidFile, serving.get(serving.size() - 1));
	}

	private void rollBack(SampleInstance sample, List<Long> serving, Path pidFile) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		awaitContent(pidFile, begun.successor().pid());
		Processes.signal(begun.successor().pid(), "TERM");
		UpgradeView upgrade = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("ROLLED_BACK");
		serving.add(upgrade.successor().pid());
		serving.add(upgrade.predecessor().pid());
		awaitContent(pidFile, upgrade.predecessor().pid());
	}

	private void killThePredecessor(SampleInstance sample, List<Long> serving, Path pidFile) throws Exception {
		Sample.configure(this.directory, "management.health.diskspace.threshold=1000000TB");
		UpgradeView begun = sample.beginUpgrade();
		sample.endpoint()
			.awaitStatus("connected successor", LIMIT,
					(status) -> status.upgrade() != null && "STARTING".equals(status.upgrade().phase()));
		Processes.signal(begun.predecessor().pid(), "KILL");
		serving.add(begun.successor().pid());
		awaitContent(pidFile, begun.successor().pid());
		UpgradeView upgrade = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(upgrade.reason()).isEqualTo("PREDECESSOR_DIED");
	}

	private static void awaitContent(Path file, long pid) {
		Awaitility.await(file + " names " + pid)
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> Files.exists(file) && Files.readString(file).equals(Long.toString(pid)));
	}

}
