package io.hotupgrade.jetty;

import java.util.List;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractServletFarewellTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.ServletMapping;

/**
 * Runs the contract of farewells for Jetty.
 */
class JettyFarewellTests extends AbstractServletFarewellTests {

	@Override
	protected boolean takesLeaveAtStop() {
		return false;
	}

	@Override
	protected boolean endsResponsesAtTimeout() {
		return true;
	}

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks, List<ServletMapping> servlets)
			throws Exception {
		TestJetty jetty = new TestJetty(registry, setup, hooks, (connector) -> {
		});
		servlets.forEach(jetty::add);
		return jetty.start();
	}

}
