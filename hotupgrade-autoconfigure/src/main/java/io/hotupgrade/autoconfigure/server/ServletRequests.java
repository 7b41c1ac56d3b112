package io.hotupgrade.autoconfigure.server;

import java.util.Map;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.support.ShownAttributes;
import jakarta.servlet.ServletRequest;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Connects the requests of WebFlux with those of a server that runs it as a servlet,
 * which Tomcat and Jetty do.
 *
 * @since 0.1.0
 */
public final class ServletRequests extends ReactiveRequests {

	/**
	 * Creates it.
	 * @param warmUpFilters what the requests of a warm-up have to pass
	 */
	public ServletRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
		super(warmUpFilters);
	}

	@Override
	protected boolean connect(Object request, Map<String, Object> attributes) {
		if (request instanceof ServletRequest servletRequest) {
			servletRequest.setAttribute(ShownAttributes.NAME, attributes);
			return servletRequest.getAttribute(WarmUp.REQUEST_ATTRIBUTE) != null;
		}
		return false;
	}

}
