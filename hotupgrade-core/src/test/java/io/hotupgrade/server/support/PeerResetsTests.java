package io.hotupgrade.server.support;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeerResetsTests {

	private static final int MANY = 100_000;

	private final PeerResets resets = new PeerResets();

	@Test
	void streamThatWasResetIsRemembered() {
		this.resets.add(3);
		assertThat(this.resets.contains(3)).isTrue();
		assertThat(this.resets.contains(5)).isFalse();
	}

	/** A client may open and reset streams without an end. */
	@Test
	void onlyTheLastOnesAreRemembered() {
		for (int stream = 1; stream < MANY; stream += 2) {
			this.resets.add(stream);
		}
		assertThat(this.resets.contains(1)).isFalse();
		assertThat(this.resets.contains(MANY - 1)).isTrue();
		assertThat(this.resets.contains(MANY - 101)).isTrue();
	}

}
