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
 * Tests for {@link CpuUse}.
 */
class CpuUseTests {

	private static final long PID = 4711;

	@TempDir
	Path proc;

	@Test
	void allThreadsCount() throws IOException {
		thread(4711, "20000000 7000000 3");
		thread(4712, "3000000000 1500000000 900");
		assertThat(use()).isEqualTo(new CpuUse(Duration.ofMillis(3020), Duration.ofMillis(1507), 2));
	}

	@Test
	void whereTheKernelDoesNotCountNothingIsKnown() throws IOException {
		thread(4711, "");
		assertThat(use().ran()).isZero();
		assertThat(use().waited()).isZero();
		thread(4711, "no numbers");
		assertThat(use()).isEqualTo(CpuUse.UNKNOWN);
	}

	@Test
	void ofAProcessThatIsGoneNothingIsKnown() {
		assertThat(use()).isEqualTo(CpuUse.UNKNOWN);
	}

	@Test
	void wantedIsWhatTheProcessorsCouldHaveGiven() {
		CpuUse use = new CpuUse(Duration.ofSeconds(3), Duration.ofSeconds(4), 2);
		assertThat(use.wanted(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(6));
		assertThat(use.wanted(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(7));
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
				.until(() -> CpuUse.of(Path.of("/proc"), busy.pid(), 1).waited().compareTo(Duration.ofMillis(100)) > 0);
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

	private CpuUse use() {
		return CpuUse.of(this.proc, PID, 2);
	}

	private void thread(long id, String schedstat) throws IOException {
		Path path = this.proc.resolve(PID + "/task/" + id + "/schedstat");
		Files.createDirectories(path.getParent());
		Files.writeString(path, schedstat + "\n");
	}

}
