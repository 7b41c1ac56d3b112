package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.health.HealthSource;
import io.hotupgrade.autoconfigure.server.JettyConnectors;
import io.hotupgrade.autoconfigure.server.JettySessions;
import io.hotupgrade.autoconfigure.server.ReactorNettyRequests;
import io.hotupgrade.autoconfigure.server.ReactorNettyServer;
import io.hotupgrade.autoconfigure.server.SessionFile;
import io.hotupgrade.autoconfigure.server.SessionSharing;
import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import io.hotupgrade.autoconfigure.server.TomcatSessions;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.jetty.JettyAdapter;
import io.hotupgrade.jetty.JettySessionSharing;
import io.hotupgrade.jetty.JettySupport;
import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.tomcat.TomcatAdapter;
import io.hotupgrade.tomcat.TomcatSessionSharing;
import io.hotupgrade.tomcat.TomcatSupport;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.server.HttpServer;

/**
 * Auto-configuration of what only Spring Boot 4 has. Does nothing elsewhere.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class,
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration")
@ConditionalOnUpgradeEngine
public class HotUpgradeBoot4AutoConfiguration {

	/**
	 * Only where the actuator's health is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthEndpoint.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnBean({ HealthEndpoint.class, HealthEndpointGroups.class })
		HealthSource upgradeHealthSource(HealthEndpoint endpoint, HealthEndpointGroups groups) {
			return new EndpointHealth(endpoint, groups);
		}

	}

	/**
	 * Only where the actuator's health, and what configures it, is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthEndpoint.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthIndicatorConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "hotUpgradeHealthIndicator")
		@ConditionalOnEnabledHealthIndicator("hotupgrade")
		UpgradeHealthIndicator hotUpgradeHealthIndicator(HotUpgrade hotUpgrade) {
			return new UpgradeHealthIndicator(hotUpgrade);
		}

	}

	/**
	 * Only where Tomcat is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatServletWebServerFactory.class, TomcatAdapter.class })
	static class TomcatConfiguration {

		@Bean
		TomcatUpgradeCustomizer tomcatUpgradeCustomizer(UpgradeEngine engine, DrainHooks hooks) {
			return new TomcatUpgradeCustomizer(new TomcatConnectors("server", engine, hooks));
		}

		/** Boot says where sessions are kept before it asks these customizers. */
		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> upgradeTomcatSessionsCustomizer(SessionFile file) {
			return (factory) -> factory.addContextCustomizers((context) -> TomcatSessions.replace(context, file));
		}

		@Bean
		@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> upgradeTomcatSharingCustomizer(
				SessionSharing sharing) {
			return (factory) -> factory
				.addContextCustomizers((context) -> sharing.attach(TomcatSupport.sessionObstacle(),
						(exchange, settings) -> TomcatSessionSharing.install(context, exchange, settings)));
		}

	}

	/**
	 * Only where Jetty is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Server.class, JettyServletWebServerFactory.class, JettyAdapter.class })
	static class JettyConfiguration {

		@Bean
		JettyUpgradeCustomizer jettyUpgradeCustomizer(UpgradeEngine engine, DrainHooks hooks) {
			return new JettyUpgradeCustomizer(new JettyConnectors("server", engine, hooks));
		}

		/** Boot says where sessions are kept before it asks these customizers. */
		@Bean
		WebServerFactoryCustomizer<JettyServletWebServerFactory> upgradeJettySessionsCustomizer(SessionFile file) {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.getDescendants(ServletContextHandler.class)
					.forEach((context) -> JettySessions.replace(context.getSessionHandler(), file)));
		}

		@Bean
		@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
		WebServerFactoryCustomizer<JettyServletWebServerFactory> upgradeJettySharingCustomizer(SessionSharing sharing) {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.getDescendants(ServletContextHandler.class)
					.forEach((context) -> sharing.attach(JettySupport.sessionObstacle(),
							(exchange, settings) -> JettySessionSharing.install(context, context.getSessionHandler(),
									exchange, settings))));
		}

	}

	/**
	 * Only where Reactor Netty is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class, ReactorNettyAdapter.class })
	static class NettyConfiguration {

		@Bean
		NettyUpgradeCustomizer nettyUpgradeCustomizer(UpgradeEngine engine, DrainHooks hooks) {
			return new NettyUpgradeCustomizer(new ReactorNettyServer("server", engine, hooks));
		}

		@Bean
		ReactorNettyRequests upgradeReactorNettyRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
			return new ReactorNettyRequests(warmUpFilters);
		}

	}

}
