package io.hotupgrade.jetty;

import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs with each version of Jetty with which the adapter is tested.
 */
class TestedVersionsTests {

	@Test
	void versionOfTheseTestsIsKnown() {
		assertThat(TestedVersions.containPresent())
			.withFailMessage("Put %s into TestedVersions, in place of the version that was tested so far",
					Jetty.VERSION)
			.isTrue();
	}

}
