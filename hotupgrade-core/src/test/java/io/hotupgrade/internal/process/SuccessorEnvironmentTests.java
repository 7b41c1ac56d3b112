package io.hotupgrade.internal.process;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SuccessorEnvironment}.
 */
class SuccessorEnvironmentTests {

	@Test
	void applyToInTenthGenerationEqualsFirst() throws LaunchException {
		Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "A", "inherited"));
		for (int i = 1; i <= 10; i++) {
			environment.put(HandOff.OUTPUT, "/run/" + i + ".out");
			new SuccessorEnvironment(Map.of("A", "configured"),
					Map.of(HandOff.SOCKET, "/run/%d.sock".formatted(i), HandOff.TOKEN, "token" + i))
				.applyTo(environment);
		}
		assertThat(environment).isEqualTo(
				Map.of("PATH", "/bin", "A", "configured", HandOff.SOCKET, "/run/10.sock", HandOff.TOKEN, "token10"));
	}

	@Test
	void applyToWhenConfiguredLikeAHandOffPrefersTheHandOff() throws LaunchException {
		Map<String, String> environment = new HashMap<>();
		new SuccessorEnvironment(Map.of(HandOff.TOKEN, "x"), Map.of(HandOff.TOKEN, "token")).applyTo(environment);
		assertThat(environment).containsEntry(HandOff.TOKEN, "token");
	}

	@Test
	void toStringLeavesOutValues() {
		assertThat(new SuccessorEnvironment(Map.of("A", "secret"), Map.of(HandOff.TOKEN, "secret")).toString())
			.doesNotContain("secret");
	}

}
