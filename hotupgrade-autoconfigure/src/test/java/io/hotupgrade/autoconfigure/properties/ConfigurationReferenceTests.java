package io.hotupgrade.autoconfigure.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the page of the documentation that lists the properties with the metadata.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	private static final String HOW_TO_WRITE = "./mvnw test -pl hotupgrade-autoconfigure -am "
			+ "-Dtest=ConfigurationReferenceTests -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.record";

	@Test
	void pageIsWhatTheMetadataSays() throws IOException {
		String page = ConfigurationReference.of(ConfigurationMetadata.properties());
		if (System.getProperty("configuration.record") != null) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE))
			.as("docs/configuration.md is not what the metadata says; write it with %s", HOW_TO_WRITE)
			.isEqualTo(page);
	}

}
