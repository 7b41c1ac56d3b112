package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HangupSignal}, with real signals. One that is not handled would end
 * the tests.
 */
class HangupSignalTests {

	/** The first signal of the set. */
	private static final long SIGHUP = 1;

	@BeforeEach
	void requireThatItIsNotIgnored() throws IOException {
		String ignored = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.findFirst()
			.orElseThrow();
		long signals = Long.parseUnsignedLong(ignored.substring(ignored.indexOf(':') + 1).strip(), 16);
		Assumptions.assumeTrue((signals & SIGHUP) == 0, "SIGHUP is ignored here");
	}

	@Test
	void handleRunsTheActionAtEachSignal() throws Exception {
		Semaphore signals = new Semaphore(0);
		HangupSignal handled = HangupSignal.handle(signals::release);
		try {
			raise();
			assertThat(signals.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			raise();
			assertThat(signals.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			handled.close();
		}
	}

	@Test
	void closeGivesTheSignalBack() throws Exception {
		Semaphore signals = new Semaphore(0);
		HangupSignal handled = HangupSignal.handle(signals::release);
		try {
			HangupSignal.handle(() -> {
			}).close();
			raise();
			assertThat(signals.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			handled.close();
		}
	}

	private static void raise() throws Exception {
		Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid())).start();
		assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

}
