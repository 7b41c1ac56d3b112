package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleDirectory;

/**
 * The sample without the starter, with Spring Boot's own graceful shutdown.
 */
final class PlainApplication {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	/** Spring Boot's own limit is 30 seconds. */
	static final Duration STOP_TIMEOUT = Duration.ofSeconds(45);

	private PlainApplication() {
	}

	static SampleDirectory directory(Path jar) throws IOException {
		return SampleDirectory.create(jar, "server.shutdown=graceful");
	}

	/** Starts what is installed, without waiting for it. */
	static JavaProcess launch(SampleDirectory directory, int port) {
		return JavaProcess.start(directory.launch().withArguments("--server.port=" + port));
	}

	static void awaitHealth(JavaProcess process, int port) {
		process.await("health UP on port " + port, START_TIMEOUT, () -> isHealthy(port));
	}

	private static boolean isHealthy(int port) {
		try {
			return PlainHttp.send(Target.local(port), "GET", "/actuator/health").status() == 200;
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	/**
	 * Stops a process gracefully.
	 * @return when it had ended, on the scale of {@link System#nanoTime()}
	 */
	static long stop(JavaProcess process) {
		process.terminate();
		if (!process.awaitExit(STOP_TIMEOUT)) {
			throw new IllegalStateException("Process " + process.pid() + " did not end within " + STOP_TIMEOUT
					+ "; the end of its output:\n" + String.join("\n", process.lastOutput()));
		}
		return System.nanoTime();
	}

}
