package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is started by {@code cd current && java -jar app.jar}, where
 * {@code current} is a link to a release.
 */
class WorkingDirectoryIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	@Test
	void linkIsFollowedInEveryGenerationAndAlsoWhenTheOldReleaseIsGone() throws Exception {
		Path current = Files.createSymbolicLink(this.directory.resolve("current"), release("1"));
		try (SampleInstance sample = SampleInstance.start(launch("cd current"), LIMIT)) {
			assertThat(workingDirectory(sample.first().pid())).isEqualTo(path("1"));
			switchTo(current, release("2"));
			UpgradeView first = upgrade(sample);
			assertThat(first.remark()).isEmpty();
			assertThat(workingDirectory(first.successor().pid())).isEqualTo(path("2"));
			assertThat(Processes.openFiles(first.successor().pid())).contains(path("2").resolve("app.jar"));
			switchTo(current, release("3"));
			delete("2");
			UpgradeView second = upgrade(sample);
			assertThat(workingDirectory(second.successor().pid())).isEqualTo(path("3"));
			assertThat(Processes.openFiles(second.successor().pid())).contains(path("3").resolve("app.jar"));
			saysThatNothingIsNew(sample);
		}
	}

	@Test
	void directoryThatIsGoneIsARefusalAndConfigurationIsTheRemedy() throws Exception {
		release("1");
		Path next = this.directory.resolve("next");
		JavaLaunch launch = launch("cd releases/1; unset PWD");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			delete("1");
			EndpointAnswer gone = sample.endpoint().upgrade();
			assertThat(gone.status()).isEqualTo(501);
			assertThat(gone.refusal()).isEqualTo("DIRECTORY_NOT_FOUND");
			assertThat(gone.body()).contains("hotupgrade.launch.directory");
		}
		release("1");
		try (SampleInstance sample = SampleInstance.start(launch.withArguments("--hotupgrade.launch.directory=" + next),
				LIMIT)) {
			assertThat(sample.endpoint().upgrade().refusal()).isEqualTo("DIRECTORY_NOT_FOUND");
			Files.createSymbolicLink(next, release("2"));
			assertThat(workingDirectory(upgrade(sample).successor().pid())).isEqualTo(path("2"));
		}
	}

	private void saysThatNothingIsNew(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		assertThat(begun.remark()).contains("brings no new code", path("3").resolve("app.jar").toString());
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		assertThat(ended.remark()).contains("brings no new code", "the version is", "as before");
		assertThat(Files.readString(sample.first().output())).contains("brings no new code");
	}

	private JavaLaunch launch(String before) throws Exception {
		return Sample.quickThinCopy(this.directory)
			.withEnvironment("HOTUPGRADE_SHIFT", "instant")
			.withEnvironment("HOTUPGRADE_WARMUP_PIPELINE_ENABLED", "false")
			.withJavaHome(JavaScript.write(this.directory, before + "; exec %s \"$@\""))
			.withJar(Path.of("app.jar"));
	}

	private Path path(String release) throws Exception {
		return this.directory.toRealPath().resolve("releases").resolve(release);
	}

	private Path release(String name) throws Exception {
		Path release = Files.createDirectories(path(name));
		Sample.putThinJar(release.resolve("app.jar"));
		return release;
	}

	private void delete(String release) throws Exception {
		Files.delete(path(release).resolve("app.jar"));
		Files.delete(path(release).resolve("lib"));
		Files.delete(path(release));
	}

	private static void switchTo(Path link, Path release) throws Exception {
		Path next = Files.createSymbolicLink(link.resolveSibling("next"), release);
		Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
	}

	private static Path workingDirectory(long pid) throws Exception {
		return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
	}

	private static UpgradeView upgrade(SampleInstance sample) throws Exception {
		UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		return ended;
	}

}
