package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JavaProcessTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	@TempDir
	private Path directory;

	private JavaLaunch launch;

	@BeforeEach
	void createJar() throws IOException {
		this.launch = StubJar.launchIn(this.directory);
	}

	@Test
	void awaitFailsAtOnceWithTheOutputWhenTheProcessDies() {
		JavaLaunch failing = this.launch.withEnvironment("STUB_REASON", "no reason").withArguments("--fail");
		long start = System.nanoTime();
		try (JavaProcess process = JavaProcess.start(failing)) {
			assertThatIllegalStateException().isThrownBy(() -> process.await("anything", LONG, () -> false))
				.withMessageContaining("ended with 3 before anything")
				.withMessageContaining("cannot go on: no reason");
			assertThat(process.exitCode()).hasValue(3);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
	}

	@Test
	void awaitEndsAtItsTimeout() {
		try (JavaProcess process = JavaProcess.start(this.launch.withArguments("--server.port=" + FreePort.find()))) {
			assertThatIllegalStateException()
				.isThrownBy(() -> process.await("anything", Duration.ofMillis(100), () -> false))
				.withMessageContaining("no anything within PT0.1S");
			assertThat(process.isAlive()).isTrue();
			assertThat(process.exitCode()).isEmpty();
		}
	}

	@Test
	void terminateAsksAndCloseKills() {
		String port = "--server.port=" + FreePort.find();
		try (JavaProcess process = JavaProcess.start(this.launch.withArguments(port))) {
			process.terminate();
			assertThat(process.awaitExit(LONG)).isTrue();
		}
		JavaProcess process = JavaProcess.start(this.launch.withArguments(port));
		process.close();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void commandHasArgumentsInTheirPlaces() {
		JavaLaunch full = this.launch.withJavaHome(Path.of("/jdk")).withJvmArguments("-Xms8m").withArguments("a", "b");
		assertThat(full.command()).containsExactly("/jdk/bin/java", "-Xmx32m", "-Xms8m", "-jar",
				this.launch.jar().toString(), "a", "b");
	}

}
