package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starting the application twice by accident fails as it does without the starter,
 * although SO_REUSEPORT would let both share the port.
 */
class SecondStartIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	Path directory;

	@Test
	void portIsInUse() throws Exception {
		JavaLaunch launch = Sample.in(this.directory);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			Path other = Files.createDirectory(this.directory.resolve("other"));
			JavaLaunch again = launch.withWorkDirectory(other).withArguments("--server.port=" + sample.port());
			try (JavaProcess second = JavaProcess.start(again)) {
				assertThat(second.awaitExit(LIMIT)).isTrue();
				assertThat(second.exitCode()).hasValue(1);
				assertThat(Files.readString(second.output()))
					.contains("Web server failed to start. Port " + sample.port() + " was already in use.");
			}
			assertThat(sample.isServing()).isTrue();
		}
	}

}
