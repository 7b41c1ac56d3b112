package io.hotupgrade.jetty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Runs the contract of {@link UpgradableServer} for Jetty on virtual threads, as Spring
 * Boot sets it up with {@code spring.threads.virtual.enabled}.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class JettyVirtualThreadsTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		QueuedThreadPool threads = new QueuedThreadPool(16);
		threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("virtual-"));
		return new TestJetty(registry, setup, DrainHooks.NONE, threads,
				(connector) -> patience().ifPresent((patience) -> connector.setIdleTimeout(patience.toMillis())))
			.start();
	}

}
