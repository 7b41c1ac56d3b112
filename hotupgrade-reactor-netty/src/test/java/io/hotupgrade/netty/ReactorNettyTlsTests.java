package io.hotupgrade.netty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractTlsServerTests;

/**
 * Runs the contract of {@link UpgradableServer} for Reactor Netty with every connection
 * by TLS.
 */
class ReactorNettyTlsTests extends AbstractTlsServerTests {

	@Override
	protected AutoCloseable startByTls(ServerRegistry registry, Setup setup) throws Exception {
		return new TestReactorNetty(registry, setup, DrainHooks.NONE, true,
				(server) -> patience().map(server::idleTimeout).orElse(server))
			.start();
	}

	@Override
	protected boolean givesUpWhoHasClosedItsSide() {
		return true;
	}

}
