package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.ReactorNettyServer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Makes a server of Reactor Netty take part in upgrades.
 */
final class NettyUpgradeCustomizer
		implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered, DisposableBean {

	private final ReactorNettyServer server;

	NettyUpgradeCustomizer(ReactorNettyServer server) {
		this.server = server;
	}

	/** Comes last, and sees what all others have set. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		if (this.server.takesPart(factory)) {
			factory.addServerCustomizers(this.server::attach);
			ReactorResourceFactory steered = this.server.steeredResources(factory);
			if (steered != null) {
				factory.setResourceFactory(steered);
			}
			factory.setShutdown(Shutdown.IMMEDIATE);
		}
	}

	@Override
	public void destroy() {
		this.server.destroy();
	}

}
