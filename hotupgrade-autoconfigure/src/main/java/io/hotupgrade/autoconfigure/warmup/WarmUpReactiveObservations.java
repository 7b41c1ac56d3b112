package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.WarmUp;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Keeps the warm-up out of what WebFlux observes of HTTP requests, metrics and traces.
 */
final class WarmUpReactiveObservations implements ObservationPredicate {

	@Override
	public boolean test(String name, Observation.Context context) {
		return !(context instanceof ServerRequestObservationContext server)
				|| server.getAttributes().get(WarmUp.REQUEST_ATTRIBUTE) == null;
	}

}
