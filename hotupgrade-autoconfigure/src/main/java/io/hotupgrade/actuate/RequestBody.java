package io.hotupgrade.actuate;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads and checks the body of a write operation: a JSON object with nothing but known
 * text members.
 */
final class RequestBody {

	/** More than any path needs, and little enough to hold many at once. */
	static final int MAX_BYTES = 64 * 1024;

	private final ObjectMapper objectMapper = JsonMapper.builder()
		.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final Set<String> members;

	RequestBody(Set<String> members) {
		this.members = members;
	}

	/**
	 * Reads the body, and never more than {@link #MAX_BYTES}.
	 */
	byte[] read(HttpServletRequest request) throws IOException, MalformedRequestException {
		byte[] body = (request.getContentLengthLong() > MAX_BYTES) ? new byte[0]
				: request.getInputStream().readNBytes(MAX_BYTES + 1);
		if (request.getContentLengthLong() > MAX_BYTES || body.length > MAX_BYTES) {
			throw new MalformedRequestException(
					"The body is larger than " + MAX_BYTES + " bytes. Send a smaller one, or no body at all");
		}
		return body;
	}

	void check(byte[] body) throws IOException, MalformedRequestException {
		JsonNode root = parse(body);
		if (!root.isObject()) {
			throw new MalformedRequestException("The body is not a JSON object. Send one such as {\"jar\": \"path\"}");
		}
		for (Map.Entry<String, JsonNode> member : root.properties()) {
			check(member.getKey(), member.getValue());
		}
	}

	private void check(String name, JsonNode value) throws MalformedRequestException {
		if (!this.members.contains(name)) {
			throw MalformedRequestException.unknownParameter(name, this.members);
		}
		boolean text = value.isTextual() && !value.textValue().isBlank();
		if (!text && !value.isNull()) {
			throw MalformedRequestException.wrongType(name);
		}
	}

	private JsonNode parse(byte[] body) throws IOException, MalformedRequestException {
		try {
			return this.objectMapper.readTree(body);
		}
		catch (IOException ex) {
			// Jackson's own message quotes the body and its own settings.
			throw new MalformedRequestException(
					"The body is not valid JSON. Send an object such as {\"jar\": \"path\"}, or no body at all");
		}
	}

}
