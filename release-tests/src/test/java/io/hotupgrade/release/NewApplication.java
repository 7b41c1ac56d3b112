package io.hotupgrade.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application as somebody writes it who has read the README: its own parent is Spring
 * Boot's, and of this project it knows the coordinates of the BOM and of the starter.
 *
 * @param jar the packaged application
 */
record NewApplication(Path jar) {

	private static final Path SOURCES = Path.of("src/test/new-application").toAbsolutePath();

	private static final Duration LIMIT = Duration.ofSeconds(90);

	/**
	 * Builds it, with an empty local repository.
	 * @param staged where the modules of this project come from
	 * @param directory where to, which does not exist yet
	 * @return the application
	 */
	static NewApplication build(StagedRepository staged, Path directory) throws IOException, InterruptedException {
		MavenBuild build = MavenBuild.ofCopy(SOURCES, directory);
		Path settings = Files.writeString(directory.resolveSibling("settings.xml"), settings(staged));
		build.run("-s", settings.toString(), "-Dmaven.repo.local=" + directory.resolveSibling("repository"), "package");
		return new NewApplication(directory.resolve("target/shop.jar"));
	}

	/**
	 * What has been fetched by earlier builds is not fetched again; what is missing comes
	 * from Maven Central.
	 */
	private static String settings(StagedRepository staged) {
		String fetched = Path.of(System.getProperty("repository")).toUri().toString();
		return """
				<settings>
					<profiles>
						<profile>
							<id>staged</id>
							<repositories>
								<repository>
									<id>staged</id>
									<url>%s</url>
									<releases><checksumPolicy>fail</checksumPolicy></releases>
								</repository>
								<repository>
									<id>fetched</id>
									<url>%s</url>
									<releases><checksumPolicy>ignore</checksumPolicy></releases>
								</repository>
							</repositories>
							<pluginRepositories>
								<pluginRepository>
									<id>fetched</id>
									<url>%s</url>
									<releases><checksumPolicy>ignore</checksumPolicy></releases>
								</pluginRepository>
							</pluginRepositories>
						</profile>
					</profiles>
					<activeProfiles>
						<activeProfile>staged</activeProfile>
					</activeProfiles>
				</settings>
				""".formatted(staged.directory().toUri(), fetched, fetched);
	}

	void startsAndIsUpgraded() throws IOException {
		JavaLaunch launch = JavaLaunch.ofJar(this.jar)
			.withWorkDirectory(Files.createDirectories(this.jar.resolveSibling("run")))
			.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", this.jar.resolveSibling("control").toString())
			.withArguments("--hotupgrade.shift=instant", "--hotupgrade.probation=1s",
					"--hotupgrade.warm-up.pipeline.enabled=false");
		try (SampleInstance instance = SampleInstance.start(launch, LIMIT)) {
			UpgradeView upgrade = instance.awaitUpgrade(instance.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).isEqualTo("SUCCEEDED");
			assertThat(instance.isServing()).isTrue();
		}
	}

}
