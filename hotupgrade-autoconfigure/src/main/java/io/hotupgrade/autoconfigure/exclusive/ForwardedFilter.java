package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.util.Optional;

import io.hotupgrade.WarmUp;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Makes of a request that the predecessor has sent on what it was there. It comes by the
 * private listener, which has seen to it that nobody else could send it.
 */
final class ForwardedFilter implements Filter {

	private final ForwardedRequests requests;

	ForwardedFilter(ForwardedRequests requests) {
		this.requests = requests;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Optional<Origin> origin = (request instanceof HttpServletRequest http
				&& http.getAttribute(WarmUp.REQUEST_ATTRIBUTE) != null) ? Origin.of(http.getHeader(Origin.HEADER))
						: Optional.empty();
		if (origin.isPresent()) {
			request.removeAttribute(WarmUp.REQUEST_ATTRIBUTE);
			this.requests.begun();
			ServletEnd.run(new ForwardedRequest((HttpServletRequest) request, origin.get()), response, chain,
					this.requests::ended);
		}
		else {
			chain.doFilter(request, response);
		}
	}

}
