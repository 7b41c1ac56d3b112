package io.hotupgrade.autoconfigure.warmup;

import java.util.function.Supplier;

import io.hotupgrade.WarmUp;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Keeps the warm-up out of what is observed of HTTP requests, metrics and traces: by
 * Spring itself, and by Spring Security while it lets such a request through.
 */
final class WarmUpObservations implements ObservationPredicate {

	private static final String SPRING_SECURITY = "spring.security.";

	private final ThreadLocal<Boolean> unobserved = new ThreadLocal<>();

	@Override
	public boolean test(String name, Observation.Context context) {
		if (context instanceof ServerRequestObservationContext server) {
			return server.getCarrier() == null || server.getCarrier().getAttribute(WarmUp.REQUEST_ATTRIBUTE) == null;
		}
		return !name.startsWith(SPRING_SECURITY) || this.unobserved.get() == null && !isWarmUp();
	}

	/** The request that this thread serves, as far as a filter of Spring has said so. */
	private static boolean isWarmUp() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return request != null
				&& request.getAttribute(WarmUp.REQUEST_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) != null;
	}

	/**
	 * Does something that Spring Security would observe.
	 * @param <T> the result's type
	 * @param what what to do, on this thread
	 * @return the result
	 */
	<T> T without(Supplier<T> what) {
		this.unobserved.set(Boolean.TRUE);
		try {
			return what.get();
		}
		finally {
			this.unobserved.remove();
		}
	}

}
