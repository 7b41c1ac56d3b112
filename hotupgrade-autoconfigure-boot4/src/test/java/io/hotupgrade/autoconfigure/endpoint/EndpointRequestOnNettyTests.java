package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.autoconfigure.NettyConfiguration;

/**
 * The endpoint below every kind of prefix there is, with WebFlux on Reactor Netty.
 */
class EndpointRequestOnNettyTests extends AbstractEndpointRequestTests {

	EndpointRequestOnNettyTests() {
		super(NettyConfiguration.class, "/base/operations/deploy", "--spring.main.web-application-type=reactive",
				"--spring.webflux.base-path=/base", "--management.endpoints.web.base-path=/operations",
				"--management.endpoints.web.path-mapping.hotupgrade=deploy",
				"--spring.autoconfigure.exclude=" + NettyConfiguration.SECURITY);
	}

}
