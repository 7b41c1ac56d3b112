package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command hotupgrade, as an operator calls it: what it says and ends with, from the
 * first look at an instance to its end.
 */
class CommandIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String PROGRAM = Sample.SOURCES.resolve("hotupgrade-command/bin/hotupgrade").toString();

	private static final String NOBODY = "65534";

	@TempDir
	Path directory;

	@Test
	void instanceIsOperatedByItsControlSocket() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quickThinCopy(this.directory), LIMIT)) {
			Sample.awaitControlSocket(this.directory, sample.first());
			isShown(sample);
			cannotBeReached(sample);
			isRefused();
			fails();
			succeeds(sample);
			tellsWhatTheEndpointTells(sample);
			isDrained(sample);
		}
	}

	private CommandResult run(String... arguments) throws Exception {
		return run(List.of(), arguments);
	}

	private CommandResult run(List<String> before, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(before);
		command.add(PROGRAM);
		command.addAll(List.of(arguments));
		command.add("--control-directory=" + this.directory.resolve("control"));
		return CommandResult.of(LIMIT, command.toArray(String[]::new));
	}

	private static void assertEnded(CommandResult result, int exitCode) {
		assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
		assertThat(result.output()).doesNotContain("\u001b").doesNotContain("Exception");
	}

	private void isShown(SampleInstance sample) throws Exception {
		CommandResult status = run("status", "--port=" + sample.port());
		assertEnded(status, 0);
		assertThat(status.output()).contains("pid " + sample.first().pid() + ", generation 0").contains("SERVING");
		assertEnded(run("check"), 0);
		assertEnded(run("abort"), 4);
	}

	private void cannotBeReached(SampleInstance sample) throws Exception {
		assertEnded(run("status", "--port=1"), 5);
		Processes.signal(sample.first().pid(), "STOP");
		CommandResult hung = run("status", "--timeout=1");
		Processes.signal(sample.first().pid(), "CONT");
		assertEnded(hung, 5);
		assertThat(hung.output()).contains("Process " + sample.first().pid() + " does not answer within 1 s");
		if (Files.getOwner(Path.of("/proc/self")).getName().equals("root") && Tools.isInstalled("setpriv")) {
			assertEnded(run(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), "status"),
					5);
		}
	}

	private void isRefused() throws Exception {
		Path jar = this.directory.resolve("app.jar");
		Path gone = Files.move(jar, this.directory.resolve("gone.jar"));
		CommandResult refused = run("upgrade", "--wait");
		assertEnded(refused, 4);
		assertThat(refused.output()).contains("JAR_NOT_FOUND").contains(jar.toString());
		Files.move(gone, jar);
		CommandResult other = run("upgrade", "--sha256=" + "0a".repeat(32));
		assertEnded(other, 4);
		assertThat(other.output()).contains("CHECKSUM_MISMATCH");
		CommandResult unprepared = run("prepare");
		assertEnded(unprepared, 4);
		assertThat(unprepared.output()).contains("hotupgrade.launch.prepare");
	}

	private void fails() throws Exception {
		Sample.configure(this.directory, "hotupgrade.history-size=-5");
		CommandResult failed = run("upgrade", "--wait");
		assertEnded(failed, 1);
		assertThat(failed.output()).contains(" LAUNCHING the new version is started")
			.contains("FAILED after ")
			.contains("hotupgrade.history-size")
			.contains("  | ");
		Sample.configure(this.directory, "");
	}

	private void succeeds(SampleInstance sample) throws Exception {
		CommandResult done = run("upgrade", "--wait");
		assertEnded(done, 0);
		assertThat(done.output()).contains(" LAUNCHING ").contains(": SUCCEEDED after ");
		assertThat(sample.first().awaitExit(LIMIT)).isTrue();
		CommandResult history = run("history");
		assertEnded(history, 0);
		assertThat(history.output().lines().filter((line) -> line.startsWith("Upgrade "))).hasSize(2);
	}

	private void tellsWhatTheEndpointTells(SampleInstance sample) throws Exception {
		String endpoint = PlainHttp.send(sample.target(), "GET", "/actuator/hotupgrade").text();
		CommandResult command = run("status", "--json");
		assertEnded(command, 0);
		assertThat(history(command.output())).isEqualTo(history(endpoint)).contains("SUCCEEDED");
	}

	private static String history(String json) {
		return json.strip().substring(json.indexOf("\"history\":"));
	}

	private void isDrained(SampleInstance sample) throws Exception {
		CommandResult piped = CommandResult.of(LIMIT, "sh", "-c",
				"%s history --control-directory=%s | head -c 1".formatted(PROGRAM, this.directory.resolve("control")));
		assertThat(piped.output()).isEqualTo("U");
		long serving = sample.endpoint().status().pid();
		CommandResult drained = run("drain", "--wait");
		assertEnded(drained, 0);
		assertThat(drained.output()).contains("Process " + serving + " has ended");
		assertThat(Stream.of(serving).flatMap((pid) -> ProcessHandle.of(pid).stream())).isEmpty();
		assertEnded(run("status"), 5);
	}

}
