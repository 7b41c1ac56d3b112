package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command hotupgrade out of an application's own jar, which is not started by that.
 */
class OwnJarCommandIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	static Stream<Path> jars() {
		return Extent
			.variants(1,
					List.of("login-app/target/login-app-jetty.jar",
							"login-app-boot3/target/login-app-boot3-undertow.jar"))
			.stream()
			.map(Sample.SOURCES::resolve);
	}

	@ParameterizedTest
	@MethodSource("jars")
	void isCalledOutOfTheExecutableJar(Path jar) throws Exception {
		assertCalled("-Dloader.main=io.hotupgrade.command.Main", "-cp", jar.toString(),
				"org.springframework.boot.loader.launch.PropertiesLauncher");
	}

	@ParameterizedTest
	@MethodSource("jars")
	void isCalledOutOfTheExtractedJar(Path jar) throws Exception {
		assertCalled("-cp", UnpackedJar.jar(jar).toString(), "io.hotupgrade.command.Main");
	}

	@ParameterizedTest
	@MethodSource("jars")
	void bringsNoOtherLibraryAlong(Path jar) throws Exception {
		try (JarFile file = new JarFile(jar.toFile())) {
			assertThat(file.stream().map(JarEntry::getName)).anyMatch((name) -> name.contains("/hotupgrade-command-"))
				.noneMatch((name) -> name.contains("/picocli-"));
		}
	}

	/** Nobody is there, which is what the fifth exit code says. */
	private void assertCalled(String... before) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(before));
		command.addAll(List.of("status", "--control-directory=" + this.directory));
		CommandResult result = CommandResult.of(LIMIT, command.toArray(String[]::new));
		assertThat(result.exitCode()).as(result.output()).isEqualTo(5);
		assertThat(result.output()).startsWith("hotupgrade: ").doesNotContain("Exception").doesNotContain("Started ");
	}

}
