package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.JettyConnectors;
import io.hotupgrade.autoconfigure.server.ReactorNettyServer;
import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.jetty.JettyAdapter;
import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.tomcat.TomcatAdapter;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.server.HttpServer;

/**
 * Makes the server of a management context on its own port upgradable too. That context
 * does not see the customizers of its parent.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.ANCESTORS)
class ManagementServerConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatServletWebServerFactory.class, TomcatAdapter.class })
	static class TomcatConfiguration {

		@Bean
		TomcatUpgradeCustomizer managementTomcatUpgradeCustomizer(UpgradeEngine engine) {
			return new TomcatUpgradeCustomizer(new TomcatConnectors("management", engine, DrainHooks.NONE));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Server.class, JettyServletWebServerFactory.class, JettyAdapter.class })
	static class JettyConfiguration {

		@Bean
		JettyUpgradeCustomizer managementJettyUpgradeCustomizer(UpgradeEngine engine) {
			return new JettyUpgradeCustomizer(new JettyConnectors("management", engine, DrainHooks.NONE));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class, ReactorNettyAdapter.class })
	static class NettyConfiguration {

		@Bean
		NettyUpgradeCustomizer managementNettyUpgradeCustomizer(UpgradeEngine engine) {
			return new NettyUpgradeCustomizer(new ReactorNettyServer("management", engine, DrainHooks.NONE));
		}

	}

}
