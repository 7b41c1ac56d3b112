package io.hotupgrade.sample;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts the requests by which this instance has warmed up. They are told by an
 * attribute, whose name is that of {@code io.hotupgrade.WarmUp.REQUEST_ATTRIBUTE}: the
 * application also runs without the starter.
 */
@Component
class WarmUpCounter extends OncePerRequestFilter {

	static final String ATTRIBUTE = "io.hotupgrade.warm-up";

	private final AtomicInteger count = new AtomicInteger();

	int count() {
		return this.count.get();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getAttribute(ATTRIBUTE) != null) {
			this.count.incrementAndGet();
		}
		chain.doFilter(request, response);
	}

}
