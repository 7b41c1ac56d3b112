package io.hotupgrade.netty;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs with each version of Reactor Netty with which the adapter is tested.
 */
class TestedVersionsTests {

	@Test
	void versionOfTheseTestsIsKnown() {
		assertThat(TestedVersions.containPresent())
			.withFailMessage("Put %s into TestedVersions, in place of the version that was tested so far",
					TestedVersions.present())
			.isTrue();
	}

}
