package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CpuWait}.
 */
class CpuWaitTests {

	private static final long PID = 4711;

	@TempDir
	Path proc;

	@Test
	void busiestThreadWithoutANameOfItsOwnCounts() throws IOException {
		write("comm", "java\n");
		thread(4711, "java", "20000000 7000000 3");
		thread(4712, "java", "3000000000 1500000000 900");
		thread(4713, "C2 CompilerThre", "9000000000 8000000000 70");
		assertThat(new CpuWait(this.proc).of(PID)).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void whereTheKernelDoesNotCountThereIsNoWait() throws IOException {
		write("comm", "java\n");
		thread(4711, "java", "");
		assertThat(new CpuWait(this.proc).of(PID)).isZero();
	}

	@Test
	void processThatIsGoneDoesNotWait() {
		assertThat(new CpuWait(this.proc).of(PID)).isZero();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void kernelCountsForAnotherProcessOfThisUser() throws Exception {
		Process busy = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
		Process rival = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
		try {
			pinToOneCpu(busy, rival);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> new CpuWait(Path.of("/proc")).of(busy.pid()).compareTo(Duration.ofMillis(100)) > 0);
		}
		finally {
			busy.destroyForcibly().waitFor();
			rival.destroyForcibly().waitFor();
		}
	}

	private static void pinToOneCpu(Process... processes) throws Exception {
		for (Process process : processes) {
			String allowed = Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("Cpus_allowed_list:"))
				.findFirst()
				.orElseThrow();
			String first = allowed.substring(allowed.indexOf(':') + 1).strip().split("[-,]")[0];
			assertThat(new ProcessBuilder("taskset", "-cp", first, Long.toString(process.pid())).start().waitFor())
				.isZero();
		}
	}

	private void thread(long id, String name, String schedstat) throws IOException {
		write("task/" + id + "/comm", name + "\n");
		write("task/" + id + "/schedstat", schedstat + "\n");
	}

	private void write(String file, String text) throws IOException {
		Path path = this.proc.resolve(Long.toString(PID)).resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
