package io.hotupgrade.loadmeter.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.loadmeter.process.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArgumentsTests {

	private static final List<Option> OPTIONS = Option.ofSample(Option.number("rate", "100", "a rate"));

	@Test
	void optionsHaveDefaults() {
		assertThat(new Arguments(List.of(), OPTIONS).number("rate")).isEqualTo(100);
	}

	@Test
	void valueReplacesDefault() {
		assertThat(new Arguments(List.of("--rate=7"), OPTIONS).number("rate")).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--rate=0", "--rate=-1", "--rate=many", "--rate=", "--rate=100001", "--rate", "rate=7",
			"--other=7", "" })
	void nonsenseIsRefused(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Arguments(List.of(argument), OPTIONS));
	}

	@Test
	void missingJarIsRefusedWithAdvice() {
		Arguments arguments = new Arguments(List.of("--jar=/nowhere/x.jar"), OPTIONS);
		assertThatIllegalArgumentException().isThrownBy(arguments::jar)
			.withMessageContaining("/nowhere/x.jar")
			.withMessageContaining("--jar=");
	}

	@ParameterizedTest
	@EnumSource
	void sampleIsThatOfTheCell(Cell cell) {
		Arguments arguments = new Arguments(List.of("--server=" + cell.server().id(), "--boot=" + cell.boot()),
				OPTIONS);
		// The tests of a module do not run at the top of the source tree.
		assertThatIllegalArgumentException().isThrownBy(arguments::jar)
			.withMessageContaining(cell.jar().toString())
			.withMessageContaining("mvnw");
	}

	@Test
	void impossibleCellIsRefused() {
		Arguments arguments = new Arguments(List.of("--server=undertow", "--boot=4"), OPTIONS);
		assertThatIllegalArgumentException().isThrownBy(arguments::jar)
			.withMessageContaining("undertow")
			.withMessageContaining("'4'");
	}

	@Test
	void jarIsFound(@TempDir Path directory) throws Exception {
		Path jar = Files.createFile(directory.resolve("x.jar"));
		assertThat(new Arguments(List.of("--jar=" + jar), OPTIONS).jar()).isEqualTo(jar);
	}

}
