package io.hotupgrade.jetty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractTlsServerTests;

/**
 * Runs the contract of {@link UpgradableServer} for Jetty with every connection by TLS.
 */
class JettyTlsTests extends AbstractTlsServerTests {

	@Override
	protected AutoCloseable startByTls(ServerRegistry registry, Setup setup) throws Exception {
		return new TestJetty(registry, setup, DrainHooks.NONE,
				(connector) -> patience().ifPresent((patience) -> connector.setIdleTimeout(patience.toMillis())))
			.start();
	}

}
