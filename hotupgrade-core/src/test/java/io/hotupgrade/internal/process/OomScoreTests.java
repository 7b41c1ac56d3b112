package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link OomScore} with a real process.
 */
class OomScoreTests {

	@TempDir
	private Path directory;

	@Test
	void raiseAndRestoreChangeARunningProcess() throws Exception {
		OomScore score = OomScore.below(LocalProcess.current()).orElseThrow();
		String own = Files.readString(Path.of("/proc/self/oom_score_adj")).strip();
		Process process = new ProcessBuilder("sleep", "60").start();
		try {
			score.raise(process.pid());
			assertThat(scoreOf(process)).isEqualTo("1000");
			score.restore(process.pid());
			assertThat(scoreOf(process)).isEqualTo(own);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void restoreWhenSomebodyElseHasChangedItLeavesIt() throws Exception {
		OomScore score = OomScore.below(LocalProcess.current()).orElseThrow();
		Process process = new ProcessBuilder("sleep", "60").start();
		try {
			Files.writeString(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), "900");
			score.restore(process.pid());
			assertThat(scoreOf(process)).isEqualTo("900");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void raiseAndRestoreWhenProcessIsGoneDoNothing() throws Exception {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		OomScore score = OomScore.below(LocalProcess.current()).orElseThrow();
		assertThatNoException().isThrownBy(() -> {
			score.raise(process.pid());
			score.restore(process.pid());
		});
	}

	@Test
	void belowIsWhatTheStarterHas() throws IOException {
		TestLocalProcess starter = starter("-500");
		Map<String, String> environment = new HashMap<>();
		OomScore.below(starter.get()).orElseThrow().mark(environment);
		assertThat(environment).containsEntry("HOTUPGRADE_OOM_SCORE", "-500");
	}

	@Test
	void belowWhenStarterHasTheHighestIsEmpty() throws IOException {
		assertThat(OomScore.below(starter("1000").get())).isEmpty();
	}

	@Test
	void belowWhenStarterCannotChangeItsOwnIsEmpty() throws IOException {
		TestLocalProcess starter = starter("0");
		Path file = this.directory.resolve("proc/self/oom_score_adj");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
		Assumptions.assumeFalse(Files.isWritable(file), "root may write whatever the permissions say");
		assertThat(OomScore.below(starter.get())).isEmpty();
	}

	@Test
	void hasKilledWhenTheKernelCountsMoreThanBefore() throws IOException {
		TestLocalProcess starter = starter("0");
		Path counters = this.directory.resolve("proc/vmstat");
		Files.writeString(counters, "nr_free_pages 1\noom_kill 7\nother 1\n");
		OomScore score = OomScore.below(starter.get()).orElseThrow();
		assertThat(score.hasKilled()).isFalse();
		Files.writeString(counters, "nr_free_pages 1\noom_kill 8\nother 1\n");
		assertThat(score.hasKilled()).isTrue();
	}

	private TestLocalProcess starter(String score) throws IOException {
		Path proc = this.directory.resolve("proc");
		TestLocalProcess starter = new TestLocalProcess(proc, this.directory);
		Files.writeString(proc.resolve("self/oom_score_adj"), score + "\n");
		return starter;
	}

	private static String scoreOf(Process process) throws IOException {
		return Files.readString(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj")).strip();
	}

}
