package io.hotupgrade.endtoend;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.PreflightView;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which jar the successor runs: behind a symbolic link that was switched, or the newest
 * match of a configured pattern.
 */
class JarChoiceIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	@Test
	void switchedLinkIsFollowed() throws Exception {
		Path current = this.directory.resolve("current");
		Files.createSymbolicLink(current, release("1"));
		JavaLaunch launch = Sample.quickThinCopy(this.directory);
		JavaLaunch linked = new JavaLaunch(current.resolve("app.jar"), launch.javaHome(), launch.jvmArguments(),
				launch.arguments(), launch.environment(), launch.workDirectory());
		try (SampleInstance sample = SampleInstance.start(linked, LIMIT)) {
			// The server answers a moment before the application is ready.
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(
						() -> assertThat(sample.endpoint().check().findings()).extracting(PreflightView.Finding::reason)
							.containsExactly("SAME_JAR"));
			Path next = Files.createSymbolicLink(this.directory.resolve("next"), release("2"));
			Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
			assertThat(sample.endpoint().check()).isEqualTo(new PreflightView(true, List.of()));
			UpgradeView ended = upgrade(sample);
			assertThat(Processes.command(ended.successor().pid())).contains(current.resolve("app.jar").toString());
			assertThat(Processes.openFiles(ended.successor().pid()))
				.contains(this.directory.resolve("releases/2/app.jar").toRealPath());
		}
	}

	@Test
	void newestMatchOfThePatternIsLaunched() throws Exception {
		release("1");
		JavaLaunch launch = Sample.quickThinCopy(this.directory)
			.withArguments("--hotupgrade.launch.jar=" + this.directory.resolve("releases/*/app.jar"),
					"--hotupgrade.steering=none");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			UpgradeView first = upgrade(sample);
			assertThat(Processes.command(first.successor().pid()))
				.contains(this.directory.resolve("releases/1/app.jar").toString());
			assertThat(sample.endpoint().status().steering().mode()).as("an upgrade works without steering, too")
				.isEqualTo("none");
			release("2");
			UpgradeView second = upgrade(sample);
			assertThat(Processes.command(second.successor().pid()))
				.contains(this.directory.resolve("releases/2/app.jar").toString());
		}
	}

	@Test
	void jarWhoseConfigurationHasAnotherAddressIsWarnedOfAndFails() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = SampleInstance.start(Sample.quickThinCopy(this.directory), LIMIT)) {
			try (FileSystem jar = FileSystems.newFileSystem(this.directory.resolve("app.jar"))) {
				Files.writeString(jar.getPath("application.yml"), "%n---%nserver:%n  address: 127.0.0.2%n".formatted(),
						StandardOpenOption.APPEND);
			}
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(
						() -> assertThat(sample.endpoint().check().findings()).extracting(PreflightView.Finding::reason)
							.containsExactly("CONFIGURATION_CHANGED"));
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("FAILED");
			assertThat(ended.reason()).as(ended.message()).isEqualTo("LISTENERS_DIFFER");
			assertThat(sample.isServing()).isTrue();
		}
	}

	private Path release(String name) throws Exception {
		Path release = Files.createDirectories(this.directory.resolve("releases").resolve(name));
		Sample.putThinJar(release.resolve("app.jar"));
		return release;
	}

	private static UpgradeView upgrade(SampleInstance sample) throws Exception {
		UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		return ended;
	}

}
