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
		assertThat(HandOff.takeOfThisProcess()).isEmpty();
	}

	@Test
	void receivedByTheProcessThatWasLaunchedIsWhole() {
		HandOff handOff = new HandOff("/run/x.sock", "t", "u");
		assertThat(handOff.receivedBy(Addressee.Relation.SAME)).contains(handOff);
	}

	@Test
	void receivedByOneBehindItIsUncertain() {
		HandOff handOff = new HandOff("/run/x.sock", "t", "u");
		assertThat(handOff.receivedBy(Addressee.Relation.BEHIND_A_SCRIPT))
			.contains(new HandOff("/run/x.sock", "t", "u", false));
		assertThat(handOff.receivedBy(Addressee.Relation.BEHIND_A_JVM))
			.contains(new HandOff("/run/x.sock", "t", "", false));
	}

	@Test
	void receivedByAnyOtherIsNothing() {
		assertThat(new HandOff("/run/x.sock", "t", "u").receivedBy(Addressee.Relation.NONE)).isEmpty();
	}

	@Test
	void toStringLeavesOutToken() {
		assertThat(new HandOff("/run/x.sock", "secret", "").toString()).doesNotContain("secret");
	}

}
