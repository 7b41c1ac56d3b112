package io.hotupgrade.undertow;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.VirtualThreadTests;
import io.undertow.UndertowOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Runs the contract of {@link UpgradableServer} for Undertow on virtual threads, as
 * Spring Boot sets it up with {@code spring.threads.virtual.enabled}.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Tag(VirtualThreadTests.TAG)
class UndertowVirtualThreadsTests extends AbstractUpgradableServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestUndertow(registry, setup, (factory) -> {
			factory.addDeploymentInfoCustomizers(
					(deployment) -> deployment.setExecutor(new VirtualThreadTaskExecutor("undertow-")));
			patience().ifPresent((patience) -> factory.addBuilderCustomizers((builder) -> builder
				.setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) patience.toMillis())));
		}).start();
	}

}
