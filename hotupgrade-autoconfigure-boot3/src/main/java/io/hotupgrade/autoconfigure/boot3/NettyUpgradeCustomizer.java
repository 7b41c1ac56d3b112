package io.hotupgrade.autoconfigure.boot3;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.ReflectionUtils;

import io.hotupgrade.autoconfigure.server.ReactorNettyServer;

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
		if (this.server.takesPart()) {
			factory.addServerCustomizers(this.server::attach);
			ReactorResourceFactory resources = resourcesOf(factory);
			if (resources != null) {
				factory.setResourceFactory(this.server.steer(resources));
			}
			factory.setShutdown(Shutdown.IMMEDIATE);
		}
	}

	/** The factory keeps to itself what was chosen. */
	private static @Nullable ReactorResourceFactory resourcesOf(NettyReactiveWebServerFactory factory) {
		Field field = ReflectionUtils.findField(NettyReactiveWebServerFactory.class, "resourceFactory",
				ReactorResourceFactory.class);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return (ReactorResourceFactory) ReflectionUtils.getField(field, factory);
	}

	@Override
	public void destroy() {
		this.server.destroy();
	}

}
