package io.hotupgrade.netty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import reactor.netty.http.server.HttpServer;

/**
 * Runs the contract of {@link UpgradableServer} for Reactor Netty with NIO.
 */
class ReactorNettyUpgradableServerTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestReactorNetty(registry, setup, DrainHooks.NONE, isNative(), this::configure).start();
	}

	protected boolean isNative() {
		return false;
	}

	private HttpServer configure(HttpServer server) {
		return patience().map(server::idleTimeout).orElse(server);
	}

	@Override
	protected boolean givesUpWhoHasClosedItsSide() {
		return true;
	}

}
