package io.hotupgrade.autoconfigure.engine;

import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.springframework.boot.info.BuildProperties;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationVersion}.
 */
class ApplicationVersionTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void configuredVersionComesFirst() {
		this.environment.setProperty("spring.application.version", "2");
		assertThat(ApplicationVersion.find("1", this.environment, build("3"))).isEqualTo("1");
	}

	@Test
	void bootsPropertyComesSecond() {
		this.environment.setProperty("spring.application.version", "2");
		assertThat(ApplicationVersion.find("", this.environment, build("3"))).isEqualTo("2");
	}

	@Test
	void buildInformationComesThird() {
		assertThat(ApplicationVersion.find(null, this.environment, build("3"))).isEqualTo("3");
	}

	@Test
	void versionWhenNothingIsKnownIsEmpty() {
		assertThat(ApplicationVersion.find(null, this.environment, null)).isEmpty();
		assertThat(ApplicationVersion.find(null, this.environment, new BuildProperties(new Properties()))).isEmpty();
	}

	private static BuildProperties build(String version) {
		Properties entries = new Properties();
		entries.setProperty("version", version);
		return new BuildProperties(entries);
	}

}
