package io.hotupgrade.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes this version a bad one: some requests fail, the first or all are slow, or leak
 * memory. The actuator stays as it is.
 */
class FaultFilter extends OncePerRequestFilter {

	private static final int ALL = 100;

	private static final int PIECE = 1_024;

	private final int failPercent;

	private final Duration delay;

	private final AtomicLong delayed;

	private final int leakBytes;

	private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();

	FaultFilter(SampleProperties properties) {
		this.failPercent = properties.failPercent();
		this.delay = properties.delay();
		this.delayed = new AtomicLong(properties.delayed());
		this.leakBytes = Math.toIntExact(properties.leak().toBytes());
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/actuator");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		delay();
		leak();
		if (ThreadLocalRandom.current().nextInt(ALL) < this.failPercent) {
			response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/** In small pieces, so that in the end none is left for anybody. */
	private void leak() {
		for (int leaking = 0; leaking < this.leakBytes; leaking += PIECE) {
			this.leaked.add(new byte[PIECE]);
		}
	}

	private void delay() throws IOException {
		if (this.delay.isZero() || this.delayed.getAndDecrement() <= 0) {
			return;
		}
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted, as when the application stops", ex);
		}
	}

}
