package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmOptionVariables}.
 */
class JvmOptionVariablesTests {

	@Test
	void aroundKeepsTheOrderInWhichTheJvmReads() {
		Map<String, String> environment = Map.of("_JAVA_OPTIONS", "-Dd", "JAVA_TOOL_OPTIONS", "-Da", "JDK_JAVA_OPTIONS",
				"-Db");
		assertThat(new JvmOptionVariables(environment).around(List.of("-Dc"))).containsExactly("-Da", "-Db", "-Dc",
				"-Dd");
	}

	@Test
	void aroundSplitsAtSpaceOutsideQuotes() {
		Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "  -Da=\"b c\"\t'-Dd=e f'\n-Dg ");
		assertThat(new JvmOptionVariables(environment).around(List.of())).containsExactly("-Da=b c", "-Dd=e f", "-Dg");
	}

}
