package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Checks the body of a write operation: a JSON object with nothing but known members.
 * Knows neither servlets nor WebFlux, since an application has one of them only.
 */
final class RequestBody {

	/** More than any path needs, and little enough to hold many at once. */
	static final int MAX_BYTES = 64 * 1024;

	/** The members that are no text but truth values. */
	static final Set<String> TRUTH_MEMBERS = Set.of("check", "rehearse");

	private final JsonBodyParser parser;

	private final Set<String> members;

	RequestBody(JsonBodyParser parser, Set<String> members) {
		this.parser = parser;
		this.members = members;
	}

	/**
	 * Checks how long the body is.
	 * @param bytes its length as far as is known
	 */
	static void checkLength(long bytes) throws MalformedRequestException {
		if (bytes > MAX_BYTES) {
			throw new MalformedRequestException(
					"The body is larger than " + MAX_BYTES + " bytes. Send a smaller one, or no body at all");
		}
	}

	void check(byte[] body) throws MalformedRequestException {
		Map<String, Object> object = parse(body);
		if (object == null) {
			throw new MalformedRequestException("The body is not a JSON object. Send one such as {\"jar\": \"path\"}");
		}
		for (Map.Entry<String, Object> member : object.entrySet()) {
			check(member.getKey(), member.getValue());
		}
	}

	private void check(String name, @Nullable Object value) throws MalformedRequestException {
		if (!this.members.contains(name)) {
			throw MalformedRequestException.unknownParameter(name, this.members);
		}
		if (TRUTH_MEMBERS.contains(name)) {
			checkTruthValue(name, value);
			return;
		}
		boolean text = value instanceof String string && !string.isBlank();
		if (!text && value != null) {
			throw MalformedRequestException.wrongType(name);
		}
	}

	private static void checkTruthValue(String name, @Nullable Object value) throws MalformedRequestException {
		if (value != null && !(value instanceof Boolean)) {
			throw MalformedRequestException.noTruthValue(name);
		}
	}

	private @Nullable Map<String, Object> parse(byte[] body) throws MalformedRequestException {
		try {
			return this.parser.parse(body);
		}
		catch (IOException ex) {
			// The library's own message quotes the body and its own settings.
			throw new MalformedRequestException(
					"The body is not valid JSON. Send an object such as {\"jar\": \"path\"}, or no body at all");
		}
	}

}
