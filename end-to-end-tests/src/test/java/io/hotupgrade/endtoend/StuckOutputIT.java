package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance whose standard output is a pipe that is full, because whoever read it has
 * stopped reading: upgrades begin, fail and are aborted all the same.
 */
class StuckOutputIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	/** A pipe holds 64 KiB unless somebody has changed that; see pipe(7). */
	private static final int PIPE = 1 << 16;

	private static final String DELETE = "DELETE %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
		.formatted(UpgradeClient.PATH);

	@TempDir
	Path directory;

	@Test
	void upgradesAreBegunAbortedAndFailThoughNobodyReadsTheOutput() throws Exception {
		Path fifo = this.directory.resolve("output");
		run("mkfifo", fifo.toString());
		Path java = JavaScript.write(this.directory, "exec 9<>'" + fifo + "'; exec %s \"$@\" >&9 2>&1");
		JavaLaunch launch = Sample.quick(this.directory)
			.withJavaHome(java)
			// On one connection somebody asks until the successor has started.
			.withArguments(Sample.settings().endlessKeepAlive())
			.withArguments("--hotupgrade.probation=" + LIMIT.toSeconds() + "s", "--hotupgrade.drain.timeout=10s",
					"--hotupgrade.launch.termination-timeout=1s");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			Sample.awaitControlSocket(this.directory, sample.first());
			fill(fifo);
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint().abort();
			UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(aborted.outcome()).as(aborted.message()).isEqualTo("ABORTED");
			Sample.configure(this.directory, "hotupgrade.history-size=-5");
			UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(failed.outcome()).as(failed.message()).isEqualTo("FAILED");
			Sample.configure(this.directory);
			rollBack(sample);
			assertThat(sample.isServing()).isTrue();
			stop(sample, fifo);
		}
	}

	/**
	 * The successor has the output by then, and its first request makes the application
	 * itself write: asked is the predecessor.
	 */
	private static void rollBack(SampleInstance sample) throws IOException {
		try (RawClient watcher = RawClient.keptAlive(sample); RawClient operator = RawClient.keptAlive(sample)) {
			UpgradeView begun = sample.beginUpgrade();
			Awaitility.await("probation")
				.atMost(LIMIT)
				.until(() -> watcher.send(RawClient.get(UpgradeClient.PATH)).receive(),
						(status) -> status.contains("\"state\":\"PROBATION\""));
			assertThat(operator.send(DELETE).receive()).startsWith("HTTP/1.1 202");
			UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(aborted.outcome()).as(aborted.message()).isEqualTo("ABORTED");
			Processes.awaitEnd(aborted.successor().pid(), LIMIT);
		}
	}

	/**
	 * Clients are served and sent away; then the application has log lines of its own,
	 * which hold its exit up until they are read, as without upgrades.
	 */
	private static void stop(SampleInstance sample, Path fifo) throws IOException {
		long pid = sample.first().pid();
		try (HeldRequest held = HeldRequest.begin(sample.target())) {
			sample.endpoint().awaitStatus("held request", LIMIT, (status) -> status.requests() > 1);
			Processes.signal(pid, "TERM");
			assertThat(held.finish()).startsWith("HTTP/1.1 200 ");
		}
		Leaving.SIGTERM.awaitCommit(new Leaving.Departure(sample, pid, ""));
		Process reader = new ProcessBuilder("cat", fifo.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			Processes.awaitEnd(pid, LIMIT);
		}
		finally {
			reader.destroyForcibly();
		}
	}

	/** Nobody reads, so this ends when there is no room left, or is ended then. */
	private static void fill(Path fifo) throws Exception {
		Process dd = new ProcessBuilder("dd", "if=/dev/zero", "of=" + fifo, "bs=1", "count=" + PIPE).start();
		if (!dd.waitFor(5, TimeUnit.SECONDS)) {
			dd.destroyForcibly().waitFor();
		}
	}

	private static void run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		assertThat(process.waitFor()).isZero();
	}

}
