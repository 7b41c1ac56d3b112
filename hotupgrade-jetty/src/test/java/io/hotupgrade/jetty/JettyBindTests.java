package io.hotupgrade.jetty;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.TestHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Starts of Jetty that fail.
 */
class JettyBindTests {

	/** Spring Boot looks for just this exception, to tell which port is in use. */
	@Test
	void portThatIsInUseIsToldAsItIsWithoutTheAdapter() throws Exception {
		FakeRegistry registry = new FakeRegistry();
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TestJetty jetty = new TestJetty(registry, new Setup(other.getLocalPort(), new TestHandler(), null),
						DrainHooks.NONE, (connector) -> {
						})) {
			assertThatExceptionOfType(BindException.class).isThrownBy(jetty::start)
				.withMessageContaining("already in use");
		}
		assertThat(registry.servers()).isEmpty();
	}

}
