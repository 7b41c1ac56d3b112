package io.hotupgrade.workbench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.loadmeter.process.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the script {@code demo}, which has to know what to build.
 */
class DemoScriptTests {

	private static final Path SCRIPT = Path.of("..", "demo");

	@ParameterizedTest
	@EnumSource
	void everySampleIsBuilt(Cell cell) {
		assertThat(SCRIPT).content().containsPattern(cell.server().id() + "-" + cell.boot() + ".*=" + cell.module());
	}

	@Test
	@Timeout(60)
	void thereIsNoUndertowForSpringBoot4() throws Exception {
		assertThat(refusal("--server=undertow", "--boot=4")).contains("Spring Boot 4 has no Undertow", "--boot=3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--server=glassfish", "--boot=2" })
	@Timeout(60)
	void unknownSampleIsRefused(String argument) throws Exception {
		assertThat(refusal(argument)).contains(argument.split("=")[1],
				"--server=tomcat, jetty, netty, undertow or undertow-webflux", "--boot=3 or 4");
	}

	/** Before anything is built. */
	private static String refusal(String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = SCRIPT.toString();
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process demo = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(demo.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(demo.exitValue()).isEqualTo(2);
		return output;
	}

}
