package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.NettyConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * A management server on a port of its own on Reactor Netty, with Spring Boot 3.5.
 */
class NettyManagementPortTests extends AbstractManagementPortTests {

	@Override
	void choose(SpringApplication application) {
		NettyConfiguration.choose(application);
	}

}
