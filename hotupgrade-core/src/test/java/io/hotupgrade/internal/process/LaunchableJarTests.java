package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link LaunchableJar}.
 */
class LaunchableJarTests {

	@TempDir
	private Path directory;

	@Test
	void checkWhenJarHasMainClassPasses() {
		Path jar = TestJars.empty(this.directory.resolve("app.jar"));
		assertThatNoException().isThrownBy(() -> LaunchableJar.check(jar));
	}

	@Test
	void checkWhenMissingOrDirectoryRefuses() {
		assertThat(refusal(this.directory.resolve("missing.jar"))).hasMessageContaining("missing.jar does not exist");
		assertThat(refusal(this.directory)).hasMessageContaining("does not exist");
	}

	@Test
	void checkWhenHalfCopiedRefusesWithRemedy() throws IOException {
		Path jar = TestJars.application(this.directory.resolve("app.jar"), TestJars.class);
		byte[] bytes = Files.readAllBytes(jar);
		Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
		assertThat(refusal(jar)).hasMessageContaining("not a complete jar").hasMessageContaining("rename");
	}

	@Test
	void checkWhenWithoutMainClassRefuses() {
		Path jar = TestJars.write(this.directory.resolve("library.jar"), null, null);
		assertThat(refusal(jar)).hasMessageContaining("Main-Class");
	}

	private static UpgradeRefusedException refusal(Path jar) {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> LaunchableJar.check(jar));
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.JAR_NOT_FOUND);
		return refusal;
	}

}
