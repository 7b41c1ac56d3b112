package io.hotupgrade.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what the published modules let everybody see with what is recorded in
 * {@code api}, so that nothing becomes public, changes or goes unnoticed.
 */
class PublicApiTests {

	private static final Path RECORDS = Path.of("api");

	private static final String HOW_TO_RECORD = "./mvnw test -pl release-tests -am -Dtest=PublicApiTests "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dapi.record";

	static Stream<String> modules() {
		return PublishedModules.withClasses().stream();
	}

	@ParameterizedTest
	@MethodSource("modules")
	void publicApiIsWhatIsRecorded(String module) throws IOException {
		List<String> api = PublicApi.of(PublishedModules.SOURCES.resolve(module).resolve("target/classes"));
		Path record = RECORDS.resolve(module + ".txt");
		if (System.getProperty("api.record") != null) {
			Files.write(record, api);
		}
		assertThat(record).exists();
		assertThat(api)
			.as("Public types and members of %s. A type that only this module uses is package-private; what is gone or "
					+ "different breaks applications, and is told in CHANGELOG.md. If the difference is meant, run %s "
					+ "and commit release-tests/api with it.", module, HOW_TO_RECORD)
			.isEqualTo(Files.readAllLines(record));
	}

	@Test
	void everyRecordIsThatOfAModule() throws IOException {
		try (Stream<Path> records = Files.list(RECORDS)) {
			assertThat(records.map((record) -> record.getFileName().toString()))
				.containsExactlyInAnyOrderElementsOf(modules().map((module) -> module + ".txt").toList());
		}
	}

}
