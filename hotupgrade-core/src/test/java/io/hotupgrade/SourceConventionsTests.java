package io.hotupgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what is the same in the sources of every module that users get, and that no
 * compiler checks.
 */
class SourceConventionsTests {

	private static final Pattern PUBLIC_TYPE = Pattern
		.compile("(?m)^public (?:\\w+ )*(?:@interface|class|interface|record|enum) ");

	private static final Pattern FOREIGN_NULLNESS = Pattern
		.compile("(?m)^import (?!org\\.jspecify\\.)[\\w.]+\\.(?:Nullable|NonNull|Nonnull|NotNull|CheckForNull);");

	private static final Pattern FOREIGN_LOGGING = Pattern.compile(
			"\\b(?:org\\.apache\\.commons\\.logging|java\\.util\\.logging|org\\.apache\\.juli|System\\.Logger)\\b");

	/** Between two that are neither of the JDK nor static. */
	private static final Pattern GAP_IN_IMPORTS = Pattern
		.compile("(?m)^import (?!static |java\\.)[^\n]+\n\nimport (?!static )");

	/**
	 * The parameters of endpoints: Spring Boot 3.5 knows by Spring's own annotation only
	 * that one may be left out.
	 */
	private static final List<String> ENDPOINTS = List.of("HotUpgradeEndpoint.java",
			"HotUpgradeEndpointJmxExtension.java", "HotUpgradeEndpointWebExtension.java");

	@Test
	void sourcesAreFound() throws IOException {
		assertThat(sources()).hasSizeGreaterThan(200)
			.anyMatch((file) -> file.toString().contains("hotupgrade-tomcat"))
			.anyMatch((file) -> file.toString().contains("hotupgrade-undertow"))
			.anyMatch((file) -> file.toString().contains("hotupgrade-autoconfigure"));
	}

	@Test
	void everyPackageIsNullMarked() throws IOException {
		assertThat(sources().stream().map(Path::getParent).distinct()).allSatisfy((directory) -> {
			assertThat(directory.resolve("package-info.java")).exists();
			assertThat(directory.resolve("package-info.java")).content().contains("\n@NullMarked\npackage ");
		});
	}

	@Test
	void nullnessIsSaidByJSpecifyOnly() throws IOException {
		assertThat(sources().stream().filter((file) -> !ENDPOINTS.contains(file.getFileName().toString())))
			.noneMatch((file) -> FOREIGN_NULLNESS.matcher(read(file)).find());
	}

	@Test
	void everyPublicTypeSaysSinceWhenItIsThere() throws IOException {
		assertThat(sources().stream().filter((file) -> !file.toString().contains("/internal/")))
			.allMatch((file) -> !PUBLIC_TYPE.matcher(read(file)).find() || read(file).contains("\n * @since "));
	}

	@Test
	void logIsWrittenByOneApi() throws IOException {
		assertThat(sources()).noneMatch((file) -> FOREIGN_LOGGING.matcher(read(file)).find());
	}

	@Test
	void importsOfLibrariesAreOneBlock() throws IOException {
		try (Stream<Path> modules = Files.list(Path.of(".."))) {
			assertThat(modules.map((module) -> module.resolve("src"))
				.filter(Files::isDirectory)
				.flatMap(SourceConventionsTests::javaFiles)).hasSizeGreaterThan(1000)
				.noneMatch((file) -> GAP_IN_IMPORTS.matcher(read(file)).find());
		}
	}

	/** Of all modules but those that are made for tests and measurements only. */
	private static List<Path> sources() throws IOException {
		try (Stream<Path> modules = Files.list(Path.of(".."))) {
			return modules.filter((module) -> module.getFileName().toString().startsWith("hotupgrade-"))
				.filter((module) -> !module.endsWith("hotupgrade-server-tests"))
				.map((module) -> module.resolve("src/main/java"))
				.filter(Files::isDirectory)
				.flatMap(SourceConventionsTests::javaFiles)
				.toList();
		}
	}

	private static Stream<Path> javaFiles(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
