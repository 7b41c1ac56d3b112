package io.hotupgrade.sample;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts this process's id on every response, errors included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class InstanceHeaderFilter extends OncePerRequestFilter {

	static final String HEADER = "X-Instance";

	private final String pid = Long.toString(ProcessHandle.current().pid());

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader(HEADER, this.pid);
		chain.doFilter(request, response);
	}

}
