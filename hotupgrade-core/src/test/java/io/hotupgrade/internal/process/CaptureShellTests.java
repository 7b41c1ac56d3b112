package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CaptureShell}.
 */
class CaptureShellTests {

	private final CaptureShell shell = new CaptureShell(Path.of("/bin/sh"));

	@Test
	void obstacleWhenNamesAreIdentifiersIsEmpty() {
		assertThat(this.shell.obstacle(List.of("PATH", "_", "a1", "BASH_FUNC_which%%"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.url", "A-B", "1A", "\u00e4" })
	void obstacleWhenShellMayDropVariableNamesIt(String name) {
		assertThat(this.shell.obstacle(List.of("PATH", name)).orElseThrow()).contains(name);
	}

	@Test
	void obstacleWhenThereIsNoShellNamesIt() {
		assertThat(new CaptureShell(Path.of("/no/shell")).obstacle(List.of()).orElseThrow()).contains("/no/shell");
	}

}
