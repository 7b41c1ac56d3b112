package io.hotupgrade.autoconfigure.boot3;

import java.util.Map;

import io.hotupgrade.autoconfigure.server.ReactiveRequests;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import io.hotupgrade.undertow.UndertowAdapter;
import io.undertow.server.HttpServerExchange;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Connects the requests of WebFlux with those of Undertow.
 */
final class UndertowRequests extends ReactiveRequests {

	UndertowRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
		super(warmUpFilters);
	}

	@Override
	protected boolean connect(Object request, Map<String, Object> attributes) {
		if (request instanceof HttpServerExchange exchange) {
			UndertowAdapter.showAttributes(exchange, attributes::get);
			return UndertowAdapter.isWarmUp(exchange);
		}
		return false;
	}

}
