package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link InheritedOutput}.
 */
class InheritedOutputTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path temporary;

	private Path directory;

	private Path capture;

	@BeforeEach
	void createFiles() throws IOException {
		this.directory = this.temporary.toRealPath();
		this.capture = Files.createFile(this.directory.resolve("id.out"));
		Files.createFile(this.directory.resolve("log"));
	}

	@Test
	void restoreLeadsOutputToWhereThePredecessorsGoes() throws Exception {
		Path work = Files.createDirectory(this.directory.resolve("work"));
		Path output = this.directory.resolve("log");
		Path errors = this.directory.resolve("errors");
		Process predecessor = new ProcessBuilder(TestPrograms.command(TestPrograms.Predecessor.class, work.toString()))
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		// The successor reads it too, and ends at its end if all else fails.
		try (Writer input = predecessor.outputWriter()) {
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> !predecessor.isAlive() || Files.readString(output).contains("predecessor: committed"));
			input.write("\n");
			input.flush();
			assertThat(predecessor.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(errors).hasContent("successor: error");
			assertThat(Files.readAllLines(output)).containsExactlyInAnyOrder("successor: before",
					"predecessor: committed", "successor: just before", "successor: after", "successor: end",
					"predecessor: exit code 0, files left 0");
		}
		finally {
			predecessor.destroyForcibly();
		}
	}

	@Test
	void restoreWithoutVariableDoesNothing() {
		assertThatNoException().isThrownBy(() -> InheritedOutput.restore(Map.of()));
	}

	@Test
	void restoreWhenVariableWasMerelyInheritedDoesNothing() {
		assertThatNoException()
			.isThrownBy(() -> InheritedOutput.restore(Map.of("HOTUPGRADE_OUTPUT", this.capture.toString())));
		assertThat(this.capture).exists();
	}

	@Test
	void restoreWhenVariableIsNoPathDoesNotThrow() {
		assertThatNoException().isThrownBy(() -> InheritedOutput.restore(Map.of("HOTUPGRADE_OUTPUT", "\0")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			log    | id.out | log     | log     | 0100001 | 0100001
			id.out | log    | log     | log     | 0100001 | 0100001
			id.out | id.out | id.out  | log     | 0100001 | 0100001
			id.out | id.out | log     | id.out  | 0100001 | 0100001
			id.out | id.out | log     | log     | 0100000 | 0100001
			id.out | id.out | log     | log     | 0100001 | 0100000
			id.out | id.out | log     | log     | 0100001 | nothing
			id.out | id.out | log     |         | 0100001 |
			""")
	void restoreWhenDescriptorsAreNotAsArrangedDoesNothing(String one, String two, String three, String four,
			String flagsOfThree, String flagsOfFour) throws IOException {
		Path process = this.directory.resolve("process");
		Files.createDirectories(process.resolve("fd"));
		Files.createDirectories(process.resolve("fdinfo"));
		descriptor(process, 1, one, "0102001");
		descriptor(process, 2, two, "0102001");
		descriptor(process, 3, three, flagsOfThree);
		descriptor(process, 4, four, flagsOfFour);
		InheritedOutput.restore(new OpenFiles(process), this.capture);
		assertThat(this.capture).exists();
	}

	private void descriptor(Path process, int number, String target, String flags) throws IOException {
		if (target != null) {
			Files.createSymbolicLink(process.resolve("fd/" + number), this.directory.resolve(target));
			Files.writeString(process.resolve("fdinfo/" + number), "pos:\t0\nflags:\t%s\n".formatted(flags));
		}
	}

}
