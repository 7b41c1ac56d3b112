package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalProcess}.
 */
class LocalProcessTests {

	@TempDir
	private Path directory;

	private TestLocalProcess process;

	@BeforeEach
	void createProcess() throws IOException {
		this.process = new TestLocalProcess(this.directory.resolve("proc"), this.directory);
	}

	@Test
	void currentIsThisProcess() throws LaunchException {
		LocalProcess current = LocalProcess.current();
		assertThat(current.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(current.command().get(0)).endsWith("java");
		assertThat(current.executable()).isExecutable().hasFileName("java");
		assertThat(current.directory()).isEqualTo(Path.of("").toAbsolutePath());
	}

	@Test
	void commandKeepsEmptyArgumentsAndSpaces() throws Exception {
		LocalProcess self = this.process.command("java", "", "a b", "c\nd", "").get();
		assertThat(self.command()).containsExactly("java", "", "a b", "c\nd", "");
	}

	@Test
	void commandWhenEmptyThrows() throws IOException {
		LocalProcess self = this.process.commandLine(new byte[0]).get();
		assertThatExceptionOfType(LaunchException.class).isThrownBy(self::command)
			.withMessageContaining("hotupgrade.launch.command");
	}

	@Test
	void commandWhenMissingThrows() {
		LocalProcess self = this.process.get();
		assertThatExceptionOfType(LaunchException.class).isThrownBy(self::command)
			.withMessageContaining("hotupgrade.launch.command");
	}

	@Test
	void commandWhenNotRepresentableThrowsWithoutQuotingIt() throws IOException {
		LocalProcess self = this.process.commandLine(new byte[] { 'a', (byte) 0xff, 'b', 0 }).get();
		assertThatExceptionOfType(LaunchException.class).isThrownBy(self::command)
			.withMessageContaining("LC_ALL=C.UTF-8");
	}

	@Test
	void executableWhenDeletedThrows() throws IOException {
		LocalProcess self = this.process.executable("/opt/jdk/bin/java (deleted)").get();
		assertThatExceptionOfType(LaunchException.class).isThrownBy(self::executable)
			.withMessageContainingAll("/opt/jdk/bin/java (deleted)", "hotupgrade.launch.command");
	}

	@Test
	void executableWhenUnreadableThrows() {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(this.process.get()::executable);
	}

	@Test
	void directoryWhenGoneThrows() throws IOException {
		Path gone = Files.createDirectory(this.directory.resolve("gone"));
		LocalProcess self = new TestLocalProcess(this.directory.resolve("other"), gone).get();
		Files.delete(gone);
		assertThatExceptionOfType(LaunchException.class).isThrownBy(self::directory);
	}

	@Test
	void toStringLeavesOutEnvironment() {
		assertThat(this.process.variable("PASSWORD", "secret").get().toString()).doesNotContain("secret");
	}

}
