package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.autoconfigure.NettyConfiguration;

/**
 * The pipeline's warm-up on Reactor Netty, with Spring Boot 3.5.
 */
class PipelineOnNettyTests extends AbstractReactivePipelineTests {

	PipelineOnNettyTests() {
		super(NettyConfiguration.SECURITY, NettyConfiguration.class);
	}

}
