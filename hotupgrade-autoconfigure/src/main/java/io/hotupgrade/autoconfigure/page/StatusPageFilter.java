package io.hotupgrade.autoconfigure.page;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers requests for {@link StatusPage}. To be registered for the paths of its files
 * below the endpoint's, behind the filters that secure that.
 */
final class StatusPageFilter extends OncePerRequestFilter {

	private final StatusPage page;

	private final ServletPageTokens tokens;

	/**
	 * Creates the filter.
	 * @param page what is answered
	 * @param tokens what the page has to send along
	 */
	StatusPageFilter(StatusPage page, ServletPageTokens tokens) {
		this.page = page;
		this.tokens = tokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean reads = HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
		Optional<PageFile> file = PageFile
			.at(request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), ""));
		if (reads && file.isPresent()) {
			answer(file.get(), request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void answer(PageFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
		PageToken token = (file == PageFile.PAGE) ? this.tokens.find(request) : null;
		byte[] content = this.page.content(file, token);
		StatusPage.HEADERS.forEach(response::setHeader);
		response.setContentType(file.contentType());
		response.setContentLength(content.length);
		if (!HttpMethod.HEAD.matches(request.getMethod())) {
			response.getOutputStream().write(content);
		}
	}

}
