package io.hotupgrade.tomcat;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.VirtualThreadTests;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Runs the contract of {@link UpgradableServer} for Tomcat on virtual threads, as Spring
 * Boot sets it up with {@code spring.threads.virtual.enabled}.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Tag(VirtualThreadTests.TAG)
class TomcatVirtualThreadsTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE, (connector) -> {
			AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
			protocol.setExecutor(new VirtualThreadExecutor("virtual-"));
			patience().ifPresent((patience) -> protocol.setConnectionTimeout((int) patience.toMillis()));
		}).start();
	}

}
