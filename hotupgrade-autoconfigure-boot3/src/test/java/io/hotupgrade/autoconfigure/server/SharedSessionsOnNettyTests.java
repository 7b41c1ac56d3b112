package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.NettyConfiguration;

/**
 * Sessions that WebFlux shares on Reactor Netty, with Spring Boot 3.5.
 */
class SharedSessionsOnNettyTests extends AbstractSharedWebSessionsTests {

	SharedSessionsOnNettyTests() {
		super(NettyConfiguration.class, NettyConfiguration.SECURITY);
	}

}
