package io.hotupgrade.netty;

import io.hotupgrade.server.UpgradableServer;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Reactor Netty with epoll, which it
 * prefers.
 */
class EpollUpgradableServerTests extends ReactorNettyUpgradableServerTests {

	@BeforeAll
	static void isThere() {
		assertThat(Epoll.isAvailable()).isTrue();
	}

	@Override
	protected boolean isNative() {
		return true;
	}

}
