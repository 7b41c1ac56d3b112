package io.hotupgrade.netty;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractFarewellTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Runs the contract of farewells for Reactor Netty.
 */
class ReactorNettyFarewellTests extends AbstractFarewellTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks) throws Exception {
		TestReactorNetty netty = new TestReactorNetty(registry, setup, hooks, true, (server) -> server);
		netty.add("/ws", (request, response) -> response.sendWebsocket(ReactorNettyFarewellTests::hold));
		netty.add("/events", ReactorNettyFarewellTests::events);
		netty.add("/silent-events", (request, response) -> send(response, Flux.never()));
		netty.add("/timed-out-events", (request, response) -> send(response, Flux.<String>never().timeout(LIMIT)));
		netty.add("/ignored", (request, response) -> Mono.never());
		netty.add("/attribute", (request, response) -> {
			ReactorNettyAdapter.showAttributes(request, Map.<String, Object>of(DrainAttributes.IGNORE, true)::get);
			return Mono.never();
		});
		return netty.start();
	}

	private static Publisher<Void> hold(WebsocketInbound in, WebsocketOutbound out) {
		in.receiveCloseStatus().subscribe((status) -> closed(status.code()));
		opened(out);
		return in.receive().then();
	}

	private static Publisher<Void> events(HttpServerRequest request, HttpServerResponse response) {
		Sinks.One<String> last = Sinks.one();
		Map<String, Object> attributes = new ConcurrentHashMap<>();
		attributes.put(DrainAttributes.END, (Runnable) () -> last.tryEmitValue("last"));
		ReactorNettyAdapter.showAttributes(request, attributes::get);
		return send(response, last.asMono().flux());
	}

	private static Publisher<Void> send(HttpServerResponse response, Flux<String> others) {
		return response.sse()
			.send(Flux.just("1").concatWith(others).map(ReactorNettyFarewellTests::event), (event) -> true);
	}

	private static ByteBuf event(String data) {
		return Unpooled.copiedBuffer("data: " + data + "\n\n", StandardCharsets.ISO_8859_1);
	}

	@Override
	protected Class<?> sessionType() {
		return WebsocketOutbound.class;
	}

	@Override
	protected boolean takesLeaveAtStop() {
		return false;
	}

	@Override
	protected boolean opensBeforeItCloses() {
		return true;
	}

}
