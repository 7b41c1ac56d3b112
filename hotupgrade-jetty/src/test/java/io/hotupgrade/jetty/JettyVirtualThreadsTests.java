package io.hotupgrade.jetty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.VirtualThreadTests;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Runs the contract of {@link UpgradableServer} for Jetty on virtual threads, as Spring
 * Boot sets it up with {@code spring.threads.virtual.enabled}.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Tag(VirtualThreadTests.TAG)
class JettyVirtualThreadsTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestJetty(registry, setup, DrainHooks.NONE, new VirtualThreadPool(),
				(connector) -> patience().ifPresent((patience) -> connector.setIdleTimeout(patience.toMillis())))
			.start();
	}

}
