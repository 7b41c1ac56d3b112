package io.hotupgrade.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes this version a bad one: some requests fail, or all are slow. The actuator stays
 * as it is.
 */
class FaultFilter extends OncePerRequestFilter {

	private static final int ALL = 100;

	private final int failPercent;

	private final Duration delay;

	FaultFilter(SampleProperties properties) {
		this.failPercent = properties.failPercent();
		this.delay = properties.delay();
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/actuator");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		delay();
		if (ThreadLocalRandom.current().nextInt(ALL) < this.failPercent) {
			response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void delay() throws IOException {
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted, as when the application stops", ex);
		}
	}

}
