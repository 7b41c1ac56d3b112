package io.hotupgrade.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The metadata that the build has made of the properties.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	/**
	 * Those of this project.
	 * @return the properties, each with name, type, default and description
	 */
	static List<JsonNode> properties() throws IOException {
		try (InputStream metadata = HotUpgradeProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return StreamSupport.stream(new ObjectMapper().readTree(metadata).get("properties").spliterator(), false)
				.filter((property) -> property.get("name").asText().startsWith("hotupgrade."))
				.toList();
		}
	}

}
