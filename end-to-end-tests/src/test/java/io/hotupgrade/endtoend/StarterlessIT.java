package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StarterlessJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample is the same application without the starter, which measurements compare it
 * to.
 */
class StarterlessIT {

	@TempDir
	private Path directory;

	@Test
	void sampleServesWithoutTheStarter() throws Exception {
		Path jar = this.directory.resolve("app.jar");
		StarterlessJar.create(Sample.jar(Sample.CELL), jar);
		try (SampleInstance sample = SampleInstance.start(JavaLaunch.ofJar(jar).withWorkDirectory(this.directory),
				Duration.ofSeconds(60))) {
			assertThat(sample.isServing()).isTrue();
		}
	}

}
