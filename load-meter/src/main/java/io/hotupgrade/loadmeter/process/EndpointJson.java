package io.hotupgrade.loadmeter.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads what the endpoint answers; ignores what it does not know.
 */
final class EndpointJson {

	private static final ObjectMapper MAPPER = new ObjectMapper()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

	private EndpointJson() {
	}

	static <T> T read(String json, Class<T> type) {
		try {
			return MAPPER.readValue(json, type);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("The endpoint answered what is no " + type.getSimpleName() + ": " + json,
					ex);
		}
	}

	static String rehearsalRequest() {
		return MAPPER.createObjectNode().put("rehearse", true).toString();
	}

	static String jarRequest(String jar) {
		return MAPPER.createObjectNode().put("jar", jar).toString();
	}

}
