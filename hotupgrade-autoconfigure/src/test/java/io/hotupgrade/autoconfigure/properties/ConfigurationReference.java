package io.hotupgrade.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The page of the documentation that lists the properties, as it follows from their
 * metadata.
 */
final class ConfigurationReference {

	private static final String HEAD = """
			# Configuration

			Written by `ConfigurationReferenceTests` from the metadata that an IDE shows, too: change the comments in \
			`HotUpgradeProperties`, and this page follows.

			Everything has a default. A wrong value stops the start with a message that says what to write instead. \
			Properties are set as all of Spring Boot's: in `application.yml`, by a variable such as \
			`HOTUPGRADE_DRAIN_TIMEOUT`, or by an argument such as `--hotupgrade.drain.timeout=90s`. A duration is written \
			as `500ms`, `10s` or `2m`, a size as `1MB`. An instance reads them at its start, so what is changed \
			counts from the next upgrade on: what the new instance does follows from its own configuration, and how it is \
			launched and watched from that of the one that launches it.
			""";

	private static final Map<String, String> TYPES = Map.of("java.lang.Boolean", "`true`, `false`",
			"java.time.Duration", "duration", "java.lang.Integer", "number", "java.lang.Double", "number",
			"org.springframework.util.unit.DataSize", "size", "java.lang.String", "text");

	private static final String GENERAL = "";

	private ConfigurationReference() {
	}

	/**
	 * Writes the page.
	 * @param properties the metadata of the properties
	 * @return the page
	 */
	static String of(List<JsonNode> properties) {
		Map<String, List<JsonNode>> groups = properties.stream()
			.sorted(Comparator.comparing(ConfigurationReference::name))
			.collect(Collectors.groupingBy((property) -> group(name(property), properties), LinkedHashMap::new,
					Collectors.toList()));
		List<String> page = new ArrayList<>(List.of(HEAD));
		groups.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.forEach((group) -> page.add(section(group.getKey(), group.getValue())));
		return String.join("\n", page);
	}

	/** A prefix that several properties have, or none. */
	private static String group(String name, List<JsonNode> properties) {
		String[] parts = name.split("\\.");
		String prefix = parts[0] + "." + parts[1] + ".";
		long members = properties.stream().filter((property) -> name(property).startsWith(prefix)).count();
		return (members > 1) ? parts[0] + "." + parts[1] : GENERAL;
	}

	private static String section(String group, List<JsonNode> properties) {
		String title = group.equals(GENERAL) ? "In general" : "`" + group + "`";
		return Stream
			.concat(Stream.of("## " + title, "", "| property | value | default | meaning |",
					"| --- | --- | --- | --- |"), properties.stream().map(ConfigurationReference::row))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String row(JsonNode property) {
		JsonNode defaultValue = property.path("defaultValue");
		return "| `%s` | %s | %s | %s |"
			.formatted(name(property), value(property.path("type").asText()),
					(defaultValue.isMissingNode() || defaultValue.isEmpty() && defaultValue.isContainerNode()) ? ""
							: "`" + defaultValue.asText() + "`",
					property.path("description").asText().replace("|", "\\|"));
	}

	private static String name(JsonNode property) {
		return property.get("name").asText();
	}

	private static String value(String type) {
		if (type.startsWith("java.util.List") || type.startsWith("java.util.Set")) {
			return "list";
		}
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		return TYPES.getOrDefault(type, constants(type));
	}

	/** Of anything else the description says how it is written. */
	private static String constants(String type) {
		try {
			Object[] constants = Class.forName(type).getEnumConstants();
			return (constants == null) ? "text" : Stream.of(constants)
				.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		catch (ClassNotFoundException ex) {
			return "text";
		}
	}

}
