package io.hotupgrade.tomcat;

import java.util.List;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractServletFarewellTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.ServletMapping;

/**
 * Runs the contract of farewells for Tomcat.
 */
class TomcatFarewellTests extends AbstractServletFarewellTests {

	@Override
	protected boolean takesLeaveAtStop() {
		return true;
	}

	@Override
	protected boolean opensBeforeItCloses() {
		return true;
	}

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks, List<ServletMapping> servlets)
			throws Exception {
		TestTomcat tomcat = new TestTomcat(registry, setup, hooks, (connector) -> {
		});
		servlets.forEach(tomcat::add);
		return tomcat.start();
	}

}
