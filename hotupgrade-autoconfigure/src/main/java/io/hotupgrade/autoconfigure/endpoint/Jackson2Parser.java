package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Parses with Jackson 2, which Spring Boot 3.5 brings.
 */
final class Jackson2Parser implements JsonBodyParser {

	private final ObjectMapper objectMapper = JsonMapper.builder()
		.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	@Override
	public @Nullable Map<String, Object> parse(byte[] body) throws IOException {
		JsonNode root = this.objectMapper.readTree(body);
		if (!root.isObject()) {
			return null;
		}
		Map<String, Object> members = new LinkedHashMap<>();
		root.properties().forEach((member) -> members.put(member.getKey(), valueOf(member.getValue())));
		return members;
	}

	private static @Nullable Object valueOf(JsonNode node) {
		if (node.isNull()) {
			return null;
		}
		if (node.isBoolean()) {
			return node.booleanValue();
		}
		return node.isTextual() ? node.textValue() : node;
	}

}
