package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.RefusalReason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.json.JsonWriter;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers malformed requests to {@link HotUpgradeEndpoint} with status 400 and a
 * {@link RefusalDescriptor}. Without it the actuator converts wrong types, ignores
 * parameters that it does not know, reads a body of any size, wants a content type even
 * where there is no body, and answers the rest without a reason that a script could read.
 * <p>
 * To be registered for the endpoint's path and that with {@link #CONTINUE_PATH} appended,
 * behind the filters that secure it.
 */
final class HotUpgradeRequestFilter extends OncePerRequestFilter {

	/** What is appended to the endpoint's path to let an upgrade go on. */
	static final String CONTINUE_PATH = "/continue";

	private static final Set<String> WRITE_PARAMETERS = Set.of("jar");

	private final RequestBody beginning;

	private final RequestBody continuing;

	private HotUpgradeRequestFilter(JsonBodyParser parser) {
		this.beginning = new RequestBody(parser, WRITE_PARAMETERS);
		this.continuing = new RequestBody(parser, Collections.emptySet());
	}

	/**
	 * Creates a filter that reads JSON with Jackson 2.
	 * @return the filter
	 */
	static HotUpgradeRequestFilter withJackson2() {
		return new HotUpgradeRequestFilter(new Jackson2Parser());
	}

	/**
	 * Creates a filter that reads JSON with Jackson 3.
	 * @return the filter
	 */
	static HotUpgradeRequestFilter withJackson3() {
		return new HotUpgradeRequestFilter(new Jackson3Parser());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		HttpServletRequest checked;
		try {
			checked = check(request);
		}
		catch (MalformedRequestException ex) {
			refuse(response, ex.getMessage());
			return;
		}
		chain.doFilter(checked, response);
	}

	private HttpServletRequest check(HttpServletRequest request) throws IOException, MalformedRequestException {
		if (HttpMethod.POST.matches(request.getMethod())) {
			boolean continues = request.getRequestURI().endsWith(CONTINUE_PATH);
			return continues ? checkWrite(request, this.continuing, Collections.emptySet())
					: checkWrite(request, this.beginning, WRITE_PARAMETERS);
		}
		if (HttpMethod.DELETE.matches(request.getMethod())) {
			checkParameters(request, Collections.emptySet());
		}
		return request;
	}

	private static HttpServletRequest checkWrite(HttpServletRequest request, RequestBody expected,
			Set<String> parameters) throws IOException, MalformedRequestException {
		byte[] body = expected.read(request);
		if (body.length > 0) {
			checkContentType(request.getContentType());
			expected.check(body);
		}
		checkParameters(request, parameters);
		return new JsonRequest(request, body);
	}

	private static void checkContentType(String contentType) throws MalformedRequestException {
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

	private static void checkParameters(HttpServletRequest request, Set<String> known)
			throws MalformedRequestException {
		for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
			if (!known.contains(parameter.getKey())) {
				throw MalformedRequestException.unknownParameter(parameter.getKey(), known);
			}
			if (parameter.getValue().length > 1 || parameter.getValue()[0].isBlank()) {
				throw MalformedRequestException.wrongType(parameter.getKey());
			}
		}
	}

	private void refuse(HttpServletResponse response, String message) throws IOException {
		response.setStatus(HttpStatus.BAD_REQUEST.value());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		Map<String, String> refusal = new LinkedHashMap<>();
		refusal.put("reason", RefusalReason.MALFORMED_REQUEST.name());
		refusal.put("message", message);
		JsonWriter.<Map<String, String>>standard().write(refusal).toOutputStream(response.getOutputStream());
	}

}
