package io.hotupgrade.autoconfigure.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.RefusalReason;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What requests to {@link HotUpgradeEndpoint} must be like, with servlets and without.
 */
final class RequestChecks {

	/** What is appended to the endpoint's path to let an upgrade go on. */
	static final String CONTINUE_PATH = "/continue";

	private static final Set<String> WRITE_PARAMETERS = Stream
		.concat(Stream.of("jar", "sha256"), RequestBody.TRUTH_MEMBERS.stream())
		.collect(Collectors.toUnmodifiableSet());

	private static final Set<String> TRUTH_VALUES = Set.of("true", "false");

	/** What a request for a look is like. */
	static final byte[] PRACTICE = "{\"check\": true}".getBytes(StandardCharsets.UTF_8);

	private final RequestBody beginning;

	private final RequestBody continuing;

	private RequestChecks(JsonBodyParser parser) {
		this.beginning = new RequestBody(parser, WRITE_PARAMETERS);
		this.continuing = new RequestBody(parser, Collections.emptySet());
	}

	/**
	 * Creates checks that read JSON with the library that is there.
	 * @return the checks
	 */
	static RequestChecks create() {
		return OnJsonLibraryCondition.isJackson3Present() ? withJackson3() : withJackson2();
	}

	/**
	 * Creates checks that read JSON with Jackson 2.
	 * @return the checks
	 */
	static RequestChecks withJackson2() {
		return new RequestChecks(new Jackson2Parser());
	}

	/**
	 * Creates checks that read JSON with Jackson 3.
	 * @return the checks
	 */
	static RequestChecks withJackson3() {
		return new RequestChecks(new Jackson3Parser());
	}

	/**
	 * Checks a write operation.
	 * @param continues whether it lets an upgrade go on
	 * @param body its body
	 * @param contentType the type of the body, or {@code null}
	 * @param parameters its parameters
	 * @throws MalformedRequestException if it could not be understood
	 */
	void checkWrite(boolean continues, byte[] body, @Nullable String contentType, Map<String, List<String>> parameters)
			throws MalformedRequestException {
		if (body.length > 0) {
			checkContentType(contentType);
			(continues ? this.continuing : this.beginning).check(body);
		}
		checkParameters(parameters, continues ? Collections.emptySet() : WRITE_PARAMETERS);
	}

	/**
	 * Checks a delete operation.
	 * @param parameters its parameters
	 * @throws MalformedRequestException if it could not be understood
	 */
	void checkDelete(Map<String, List<String>> parameters) throws MalformedRequestException {
		checkParameters(parameters, Collections.emptySet());
	}

	private static void checkContentType(@Nullable String contentType) throws MalformedRequestException {
		if (contentType == null || !isJson(contentType)) {
			throw new MalformedRequestException("The body's content type is " + Excerpt.of(contentType)
					+ ". Send application/json, or no body at all");
		}
	}

	private static boolean isJson(String contentType) {
		try {
			MimeType type = MimeTypeUtils.parseMimeType(contentType);
			return "application".equals(type.getType())
					&& ("json".equals(type.getSubtype()) || "json".equals(type.getSubtypeSuffix()));
		}
		catch (InvalidMimeTypeException ex) {
			return false;
		}
	}

	private static void checkParameters(Map<String, List<String>> parameters, Set<String> known)
			throws MalformedRequestException {
		for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
			if (!known.contains(parameter.getKey())) {
				throw MalformedRequestException.unknownParameter(parameter.getKey(), known);
			}
			String value = (parameter.getValue().size() == 1) ? parameter.getValue().get(0) : null;
			if (value == null || value.isBlank()) {
				throw MalformedRequestException.wrongType(parameter.getKey());
			}
			if (RequestBody.TRUTH_MEMBERS.contains(parameter.getKey()) && !TRUTH_VALUES.contains(value)) {
				throw MalformedRequestException.noTruthValue(parameter.getKey());
			}
		}
	}

	/**
	 * Goes through the check of a request that is well.
	 */
	void practise() {
		try {
			checkWrite(false, PRACTICE, MediaType.APPLICATION_JSON_VALUE, Collections.emptyMap());
		}
		catch (MalformedRequestException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is answered to a malformed request, with status 400.
	 * @param message what is wrong with it
	 * @return JSON of a {@link RefusalDescriptor}
	 */
	static byte[] refusal(String message) {
		Map<String, String> refusal = new LinkedHashMap<>();
		refusal.put("reason", RefusalReason.MALFORMED_REQUEST.name());
		refusal.put("message", message);
		return JsonWriter.<Map<String, String>>standard().writeToString(refusal).getBytes(StandardCharsets.UTF_8);
	}

}
