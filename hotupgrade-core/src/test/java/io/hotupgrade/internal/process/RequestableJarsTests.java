package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link RequestableJars}.
 */
class RequestableJarsTests {

	@TempDir
	private Path temporary;

	private Path directory;

	@BeforeEach
	void createJars() throws IOException {
		this.directory = this.temporary.toRealPath();
		for (String name : List.of("releases/1/app.jar", "releases/2/app.jar", "outside/app.jar", "evil.jar")) {
			TestJars.empty(this.directory.resolve(name));
		}
		link("releases/inside", "releases/1");
		link("releases/escape", "outside");
		link("releases/1/evil.jar", "evil.jar");
		link("current", "releases/2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			releases/*/app.jar     | releases/1/app.jar
			releases/**            | releases/1/app.jar
			releases/*/*.jar       | releases/2/../1/app.jar
			releases/*/app.jar     | releases/inside/app.jar
			./releases/*/app.jar   | ./releases/2/app.jar
			releases//1/app.jar    | releases/1/app.jar
			current/app.jar        | current/app.jar
			current/*.jar          | current/app.jar
			""")
	void allowWhenBothPathAndFileMatch(String pattern, String requested) {
		Path expected = this.directory.resolve(requested).normalize();
		assertThat(allow(pattern, requested)).isEqualTo(expected);
		assertThat(allow(this.directory + "/" + pattern, this.directory + "/" + requested)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "outside/app.jar", "releases/../outside/app.jar", "releases/1/../../outside/app.jar",
			"releases/escape/app.jar", "releases/1/evil.jar", "../../../../../etc/passwd", "/etc/passwd", "",
			"releases/1", "releases/escape/../app.jar", "releases/missing/evil.war", "releases/1/app.jar\0" })
	void allowWhenPathOrFileDoesNotMatchRefuses(String requested) {
		UpgradeRefusedException refusal = refusal("releases/*/*.jar", requested);
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.JAR_NOT_ALLOWED);
		assertThat(refusal).hasMessageContaining("hotupgrade.launch.requestable-jars");
	}

	@Test
	void allowWhenNothingIsRequestableRefuses() {
		RequestableJars none = new RequestableJars(List.of(), this.directory);
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> none.allow("releases/1/app.jar"));
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.JAR_NOT_ALLOWED);
	}

	@Test
	void allowWhenPatternGoesThroughLinkThatNamesAnotherPlaceRefusesOtherLinks() throws IOException {
		link("current/evil.jar", "evil.jar");
		assertThat(refusal("current/*.jar", "current/evil.jar").getReason()).isEqualTo(RefusalReason.JAR_NOT_ALLOWED);
	}

	@Test
	void allowWhenWildcardComesBeforeLinkRefuses() {
		assertThat(refusal("curr*/app.jar", "current/app.jar").getReason()).isEqualTo(RefusalReason.JAR_NOT_ALLOWED);
	}

	@Test
	void allowWhenAllowedJarIsMissingSaysSo() {
		assertThat(refusal("releases/*/*.jar", "releases/1/missing.jar").getReason())
			.isEqualTo(RefusalReason.JAR_NOT_FOUND);
	}

	@Test
	void allowWhenOnePatternIsBrokenUsesTheOthers() {
		RequestableJars jars = new RequestableJars(List.of("app-[.jar", "releases/**"), this.directory);
		assertThat(jars.allow("releases/1/app.jar")).exists();
	}

	@Test
	void allowWhenDirectoryHasWildcardCharactersTakesThemLiterally() {
		Path odd = this.directory.resolve("o[d]d*");
		TestJars.empty(odd.resolve("app.jar"));
		RequestableJars jars = new RequestableJars(List.of("*.jar"), odd);
		assertThat(jars.allow("app.jar")).isEqualTo(odd.resolve("app.jar"));
	}

	@Test
	void allowWhenRefusedDoesNotRepeatControlCharacters() {
		assertThat(refusal("releases/*/*.jar", "x\nERROR forged")).hasMessageNotContaining("\n");
	}

	private Path allow(String pattern, String requested) {
		return new RequestableJars(List.of(pattern), this.directory).allow(requested);
	}

	private UpgradeRefusedException refusal(String pattern, String requested) {
		return catchThrowableOfType(UpgradeRefusedException.class, () -> allow(pattern, requested));
	}

	private void link(String name, String target) throws IOException {
		Files.createSymbolicLink(this.directory.resolve(name), this.directory.resolve(target));
	}

}
