package io.hotupgrade.tomcat;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs with each version of Tomcat with which the adapter is tested.
 */
class TestedVersionsTests {

	@Test
	void versionOfTheseTestsIsKnown() {
		assertThat(TestedVersions.containPresent())
			.withFailMessage("Put %s into TestedVersions, in place of the version that was tested so far",
					ServerInfo.getServerNumber())
			.isTrue();
	}

}
