package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JarPattern}.
 */
class JarPatternTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void createJars() throws IOException {
		jar("app-1.jar", 1);
		jar("app-2.jar", 3);
		jar("app-3.jar", 2);
		jar("same-1.jar", 7);
		jar("same-2.jar", 7);
		jar(".app-4.jar", 9);
		jar("odd[1].jar", 1);
		jar("releases/1/app.jar", 20);
		jar("releases/2/app.jar", 10);
		jar("releases/2/other.jar", 30);
		Files.createDirectories(this.directory.resolve("app-9.jar"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			app-1.jar            | app-1.jar
			app-*.jar            | app-2.jar
			./app-?.jar          | ./app-2.jar
			app-[13].jar         | app-3.jar
			{app,same}-1.jar     | same-1.jar
			same-*.jar           | same-2.jar
			.app-*.jar           | .app-4.jar
			*.jar                | same-2.jar
			odd[1].jar           | odd[1].jar
			releases/*/app.jar   | releases/1/app.jar
			releases/*/*.jar     | releases/2/other.jar
			rel*/../app-1.jar    | releases/../app-1.jar
			missing.jar          |
			missing/*.jar        |
			app-1.jar/*.jar      |
			""")
	void newestIsLastModified(String pattern, String expected) {
		assertThat(newest(pattern)).isEqualTo(Optional.ofNullable(expected).map(Path::of));
	}

	@Test
	void newestWhenPatternIsAbsoluteIsAbsolute() {
		assertThat(newest(this.directory + "/app-*.jar")).contains(this.directory.resolve("app-2.jar"));
	}

	@Test
	void newestKeepsSymbolicLinksAndFollowsThemForTheTime() throws IOException {
		Files.createSymbolicLink(this.directory.resolve("app-0.jar"), this.directory.resolve("same-1.jar"));
		Files.createSymbolicLink(this.directory.resolve("current"), this.directory.resolve("releases/1"));
		assertThat(newest("app-*.jar")).contains(Path.of("app-0.jar"));
		assertThat(newest("cur*/app.jar")).contains(Path.of("current/app.jar"));
	}

	@Test
	void newestWhenLinkDanglesLeavesItOut() throws IOException {
		Files.createSymbolicLink(this.directory.resolve("app-0.jar"), this.directory.resolve("nowhere"));
		assertThat(newest("app-*.jar")).contains(Path.of("app-2.jar"));
	}

	@Test
	void newestWhenPatternIsBrokenThrows() {
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> newest("app-[.jar"));
	}

	private Optional<Path> newest(String pattern) {
		return new JarPattern(pattern, this.directory).newest();
	}

	private void jar(String name, long seconds) throws IOException {
		TestJars.modifiedAt(this.directory.resolve(name), seconds);
	}

}
