package io.hotupgrade.autoconfigure.drain;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.properties.PathPatterns;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.support.DrainHooks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/**
 * Auto-configuration of the drain: when it begins, and what it does not wait for or takes
 * leave of.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties(HotUpgradeProperties.class)
public class HotUpgradeDrainAutoConfiguration {

	@Bean
	DrainOnClose upgradeDrainOnClose(ApplicationContext context, UpgradeEngine engine) {
		return new DrainOnClose(context, InstanceLifecycle.of(engine));
	}

	/** For the servers of all generations. */
	@Bean
	DrainHooks upgradeDrainHooks(HotUpgradeProperties properties, ObjectProvider<WebSocketFarewell> farewells) {
		return new DrainHooks(new PathPatterns(properties.drain().ignoredPaths()),
				() -> farewells.orderedStream().toList());
	}

	/** Only where SockJS may be in use. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SockJsHttpRequestHandler.class, AbstractUrlHandlerMapping.class })
	static class SockJsConfiguration {

		@Bean
		static SockJsFarewellPostProcessor sockJsFarewellPostProcessor() {
			return new SockJsFarewellPostProcessor();
		}

	}

}
