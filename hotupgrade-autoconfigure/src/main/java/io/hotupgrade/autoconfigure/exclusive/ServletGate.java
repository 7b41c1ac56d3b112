package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.hotupgrade.exclusive.Entrance;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The {@link RequestGate} before servlets. A request that waits keeps its thread.
 */
final class ServletGate implements Filter {

	private final RequestGate gate;

	private final Predicate<String> excluded;

	private final Duration patience;

	private final ServletForwarding forwarding;

	/**
	 * Creates a filter.
	 * @param gate the gate
	 * @param excluded the paths of requests that need no gate
	 * @param patience how long a request waits at most
	 * @param forwarding sends requests on
	 */
	ServletGate(RequestGate gate, Predicate<String> excluded, Duration patience, ServletForwarding forwarding) {
		this.gate = gate;
		this.excluded = excluded;
		this.patience = patience;
		this.forwarding = forwarding;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)
				|| this.excluded.test(path(http))) {
			chain.doFilter(request, response);
			return;
		}
		pass(this.gate.enter(), http, answer, chain);
	}

	private void pass(CompletableFuture<Passage> asked, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		Passage passage = await(asked);
		switch (passage.kind()) {
			case SERVE -> ServletEnd.run(request, response, chain, this.gate::leave);
			case SEND_ON -> sendOn(Objects.requireNonNull(passage.entrance()), request, response, chain);
			case REFUSE -> refuse(response);
		}
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private Passage await(CompletableFuture<Passage> asked) {
		try {
			return asked.get(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.gate.refuse(asked);
		}
		catch (TimeoutException ex) {
			return this.gate.refuse(asked);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A gate does not fail", ex);
		}
	}

	private void sendOn(Entrance entrance, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getHeader("Upgrade") != null) {
			this.gate.failed();
			refuse(response);
			return;
		}
		try {
			this.forwarding.forward(entrance, request, response);
		}
		catch (ConnectException ex) {
			pass(this.gate.turnBack(entrance), request, response, chain);
		}
		catch (IOException ex) {
			if (response.isCommitted()) {
				throw ex;
			}
			this.gate.failed();
			response.reset();
			response.sendError(HttpServletResponse.SC_BAD_GATEWAY, "The new instance has not answered");
		}
	}

	private static void refuse(HttpServletResponse response) throws IOException {
		response.setHeader("Retry-After", GateSettings.RETRY_AFTER);
		response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "This application is being upgraded");
	}

}
