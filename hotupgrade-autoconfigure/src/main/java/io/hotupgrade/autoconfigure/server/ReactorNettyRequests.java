package io.hotupgrade.autoconfigure.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.netty.ReactorNettyAdapter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Connects the requests of WebFlux with those of Reactor Netty.
 *
 * @since 0.1.0
 */
public final class ReactorNettyRequests extends ReactiveRequests {

	/**
	 * Creates it.
	 * @param warmUpFilters what the requests of a warm-up have to pass
	 */
	public ReactorNettyRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
		super(warmUpFilters);
	}

	@Override
	protected boolean connect(Object request, Map<String, Object> attributes) {
		if (request instanceof HttpServerRequest nettyRequest) {
			ReactorNettyAdapter.showAttributes(nettyRequest, attributes::get);
			return ReactorNettyAdapter.isWarmUp(nettyRequest);
		}
		return false;
	}

	/**
	 * On the connection's loop. Where a response comes from another thread, Reactor Netty
	 * (1.2.18) may have read the connection's next request before it has dealt with the
	 * end of the response, and if the loop answers that request at once, it never reads
	 * from the connection again.
	 */
	@Override
	protected @Nullable Executor executor(Object request) {
		AtomicReference<@Nullable Executor> loop = new AtomicReference<>();
		if (request instanceof HttpServerRequest nettyRequest) {
			nettyRequest.withConnection((connection) -> loop.set(connection.channel().eventLoop()));
		}
		return loop.get();
	}

}
