package io.hotupgrade.tomcat;

import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.apache.coyote.http2.Http2Protocol;

/**
 * Runs the contract of HTTP/2 for Tomcat.
 */
class TomcatHttp2Tests extends AbstractHttp2ServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE,
				(connector) -> connector.addUpgradeProtocol(new Http2Protocol()))
			.start();
	}

}
