package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses with Jackson 3, which Spring Boot 4 brings.
 */
final class Jackson3Parser implements JsonBodyParser {

	private final JsonMapper jsonMapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	@Override
	public @Nullable Map<String, Object> parse(byte[] body) throws IOException {
		JsonNode root = readTree(body);
		if (!root.isObject()) {
			return null;
		}
		Map<String, Object> members = new LinkedHashMap<>();
		root.properties().forEach((member) -> members.put(member.getKey(), valueOf(member.getValue())));
		return members;
	}

	private JsonNode readTree(byte[] body) throws IOException {
		try {
			return this.jsonMapper.readTree(body);
		}
		catch (JacksonException ex) {
			throw new IOException("Not JSON", ex);
		}
	}

	private static @Nullable Object valueOf(JsonNode node) {
		if (node.isNull()) {
			return null;
		}
		if (node.isBoolean()) {
			return node.booleanValue();
		}
		return node.isString() ? node.stringValue() : node;
	}

}
