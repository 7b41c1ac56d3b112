package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessStateTests {

	@Test
	void childThatNobodyHasWaitedForDoesNotRun() throws IOException {
		// "sleep" replaces the shell, and never waits for the shell's child.
		Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60").redirectErrorStream(true)
			.start();
		try {
			long child = Long.parseLong(parent.inputReader().readLine());
			assertThat(Waiting.until(Duration.ofSeconds(10), () -> !ProcessState.isRunning(child))).isTrue();
			assertThat(ProcessState.isRunning(parent.pid())).isTrue();
		}
		finally {
			parent.destroyForcibly();
		}
		assertThat(Waiting.until(Duration.ofSeconds(10), () -> !ProcessState.isRunning(parent.pid()))).isTrue();
	}

}
