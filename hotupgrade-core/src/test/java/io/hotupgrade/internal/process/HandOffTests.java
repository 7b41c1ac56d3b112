package io.hotupgrade.internal.process;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandOff}.
 */
class HandOffTests {

	@Test
	void fromWhenBothVariablesAreSetHasThem() {
		assertThat(HandOff.from(Map.of("HOTUPGRADE_SOCKET", "/run/x.sock", "HOTUPGRADE_TOKEN", "t")))
			.contains(new HandOff("/run/x.sock", "t", ""));
	}

	@Test
	void fromReadsWhatVariablesGives() {
		HandOff handOff = new HandOff("/run/x.sock", "t", "u");
		assertThat(HandOff.from(handOff.variables())).contains(handOff);
	}

	@Test
	void fromWhenOneIsMissingOrEmptyIsEmpty() {
		assertThat(HandOff.from(Map.of())).isEmpty();
		assertThat(HandOff.from(Map.of("HOTUPGRADE_SOCKET", "/run/x.sock"))).isEmpty();
		assertThat(HandOff.from(Map.of("HOTUPGRADE_SOCKET", "/run/x.sock", "HOTUPGRADE_TOKEN", ""))).isEmpty();
	}

	@Test
	void ofThisProcessIsEmpty() {
		assertThat(HandOff.ofThisProcess()).isEmpty();
	}

	@Test
	void toStringLeavesOutToken() {
		assertThat(new HandOff("/run/x.sock", "secret", "").toString()).doesNotContain("secret");
	}

}
