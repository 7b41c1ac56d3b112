package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Tells when a request has ended that may go on after its thread has left.
 */
final class ServletEnd implements AsyncListener {

	private final Runnable ended;

	private ServletEnd(Runnable ended) {
		this.ended = ended;
	}

	/**
	 * Serves a request.
	 * @param ended run once, when it has been served
	 */
	static void run(ServletRequest request, ServletResponse response, FilterChain chain, Runnable ended)
			throws IOException, ServletException {
		boolean goesOn = false;
		try {
			chain.doFilter(request, response);
			if (request.isAsyncStarted()) {
				request.getAsyncContext().addListener(new ServletEnd(ended));
				goesOn = true;
			}
		}
		finally {
			if (!goesOn) {
				ended.run();
			}
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.ended.run();
	}

	/** {@link #onComplete} follows. */
	@Override
	public void onTimeout(AsyncEvent event) {
	}

	/** {@link #onComplete} follows. */
	@Override
	public void onError(AsyncEvent event) {
	}

	/** A listener is forgotten where a request goes on once more. */
	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

}
