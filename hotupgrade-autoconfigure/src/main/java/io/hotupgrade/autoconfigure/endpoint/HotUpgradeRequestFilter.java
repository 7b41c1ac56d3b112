package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
	static final String CONTINUE_PATH = RequestChecks.CONTINUE_PATH;

	private final RequestChecks checks;

	/**
	 * Creates the filter.
	 * @param checks what is checked
	 */
	HotUpgradeRequestFilter(RequestChecks checks) {
		this.checks = checks;
	}

	/**
	 * Has loaded what a request for an upgrade needs here.
	 */
	void practise() {
		this.checks.practise();
		JsonRequest.load();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		HttpServletRequest checked;
		try {
			checked = check(request);
		}
		catch (MalformedRequestException ex) {
			ServletRequestBody.discard(request);
			refuse(response, ex.getMessage());
			return;
		}
		chain.doFilter(checked, response);
	}

	private HttpServletRequest check(HttpServletRequest request) throws IOException, MalformedRequestException {
		if (HttpMethod.POST.matches(request.getMethod())) {
			boolean continues = request.getRequestURI().endsWith(CONTINUE_PATH);
			byte[] body = ServletRequestBody.read(request);
			this.checks.checkWrite(continues, body, request.getContentType(), parameters(request));
			return new JsonRequest(request, body);
		}
		if (HttpMethod.DELETE.matches(request.getMethod())) {
			this.checks.checkDelete(parameters(request));
		}
		return request;
	}

	private static Map<String, List<String>> parameters(HttpServletRequest request) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
		return parameters;
	}

	private void refuse(HttpServletResponse response, String message) throws IOException {
		response.setStatus(HttpStatus.BAD_REQUEST.value());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(RequestChecks.refusal(message));
	}

}
