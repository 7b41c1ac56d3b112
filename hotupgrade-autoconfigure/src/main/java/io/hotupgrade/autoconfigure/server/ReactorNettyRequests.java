package io.hotupgrade.autoconfigure.server;

import java.util.Map;

import io.hotupgrade.netty.ReactorNettyAdapter;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Connects the requests of WebFlux with those of Reactor Netty.
 *
 * @since 0.1.0
 */
public final class ReactorNettyRequests extends ReactiveRequests {

	@Override
	protected boolean connect(Object request, Map<String, Object> attributes) {
		if (request instanceof HttpServerRequest nettyRequest) {
			ReactorNettyAdapter.showAttributes(nettyRequest, attributes::get);
			return ReactorNettyAdapter.isWarmUp(nettyRequest);
		}
		return false;
	}

}
