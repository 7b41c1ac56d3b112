package io.hotupgrade.autoconfigure.boot3;

import java.util.Optional;

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
import io.hotupgrade.undertow.UndertowAdapter;
import io.hotupgrade.undertow.UndertowSessionSharing;
import io.undertow.Undertow;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowReactiveWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/**
 * Auto-configuration of what only Spring Boot 3.5 has. Does nothing elsewhere.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class,
		afterName = "org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration")
@ConditionalOnUpgradeEngine
public class HotUpgradeBoot3AutoConfiguration {

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
	 * Only where Tomcat is on the class path, which Boot's factory for it always is.
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
	 * Only where Jetty is on the class path, which Boot's factory for it always is.
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
	 * Only where Undertow is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ UndertowServletWebServerFactory.class, Undertow.class, UndertowAdapter.class })
	static class UndertowConfiguration {

		@Bean
		UndertowUpgradeCustomizer undertowUpgradeCustomizer(UpgradeEngine engine, DrainHooks hooks) {
			return new UndertowUpgradeCustomizer("server", engine, hooks);
		}

		@Bean
		SessionFileCustomizer upgradeSessionFileCustomizer(SessionFile file) {
			return new SessionFileCustomizer(file);
		}

		@Bean
		@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
		WebServerFactoryCustomizer<UndertowServletWebServerFactory> upgradeUndertowSharingCustomizer(
				SessionSharing sharing) {
			return (factory) -> factory.addDeploymentInfoCustomizers((deployment) -> sharing.attach(Optional.empty(),
					(exchange, settings) -> UndertowSessionSharing.install(deployment, exchange, settings)));
		}

	}

	/**
	 * Only where WebFlux runs on Undertow.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ UndertowReactiveWebServerFactory.class, Undertow.class, UndertowAdapter.class, Mono.class })
	static class ReactiveUndertowConfiguration {

		@Bean
		UndertowRequests upgradeUndertowRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
			return new UndertowRequests(warmUpFilters);
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
