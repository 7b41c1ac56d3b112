package io.hotupgrade.internal.process;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdoptedProcess}.
 */
class AdoptedProcessTests {

	@Test
	void endIsSeenAlthoughTheParentIsAnother() throws Exception {
		Process process = new ProcessBuilder("sleep", "60").start();
		try {
			AdoptedProcess adopted = AdoptedProcess.of(process.pid()).orElseThrow();
			assertThat(adopted.onExit()).isNotDone();
			adopted.terminate();
			assertThat(adopted.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(SuccessorProcess.UNKNOWN_EXIT_CODE);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void stoppedProcessCanBeKilled() throws Exception {
		Process process = new ProcessBuilder("sh", "-c", "kill -STOP $$").start();
		try {
			AdoptedProcess adopted = AdoptedProcess.of(process.pid()).orElseThrow();
			adopted.kill();
			adopted.onExit().get(10, TimeUnit.SECONDS);
			assertThat(process.waitFor()).isEqualTo(137);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** As where the parent does not care: its entry stays, and it serves nobody. */
	@Test
	void zombieCountsAsEnded() throws Exception {
		Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
		try {
			long child = Long.parseLong(parent.inputReader().readLine());
			AdoptedProcess.of(child).ifPresent((adopted) -> adopted.onExit().orTimeout(10, TimeUnit.SECONDS).join());
		}
		finally {
			parent.destroyForcibly();
		}
	}

	@Test
	void processThatRunsIsNotDying() throws Exception {
		Process process = new ProcessBuilder("sleep", "60").start();
		try {
			assertThat(AdoptedProcess.isDying(process.pid())).isFalse();
			assertThat(AdoptedProcess.isDying(ProcessHandle.current().pid())).isFalse();
			new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
			assertThat(AdoptedProcess.isDying(process.pid())).as("stopped").isFalse();
		}
		finally {
			process.destroyForcibly();
		}
		process.waitFor();
		assertThat(AdoptedProcess.isDying(process.pid())).as("gone").isTrue();
	}

	/** Its parent does not reap it, and no look is too early. */
	@Test
	void processIsDyingFromTheMomentInWhichItIsKilled() throws Exception {
		Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
		try {
			long child = Long.parseLong(parent.inputReader().readLine());
			ProcessHandle.of(child).orElseThrow().destroyForcibly();
			assertThat(AdoptedProcess.isDying(child)).isTrue();
		}
		finally {
			parent.destroyForcibly();
		}
	}

	@Test
	void neitherThisProcessNorTheFirstNorNoneCanBeAdopted() {
		assertThat(AdoptedProcess.of(ProcessHandle.current().pid())).isEmpty();
		assertThat(AdoptedProcess.of(1)).isEmpty();
		assertThat(AdoptedProcess.of(0)).isEmpty();
		assertThat(AdoptedProcess.of(4194305)).isEmpty();
	}

}
