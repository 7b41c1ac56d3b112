package io.hotupgrade.tomcat;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractTlsServerTests;
import org.apache.coyote.AbstractProtocol;

/**
 * Runs the contract of {@link UpgradableServer} for Tomcat with every connection by TLS.
 */
class TomcatTlsTests extends AbstractTlsServerTests {

	@Override
	protected AutoCloseable startByTls(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE,
				(connector) -> patience().ifPresent((patience) -> ((AbstractProtocol<?>) connector.getProtocolHandler())
					.setConnectionTimeout((int) patience.toMillis())))
			.start();
	}

}
