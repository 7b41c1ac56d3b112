package io.hotupgrade.autoconfigure.engine;

import java.util.function.Supplier;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.server.AdapterFit;
import io.hotupgrade.autoconfigure.server.StartedServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What an application gets that has no engine. Not nested in the auto-configuration:
 * nested classes are evaluated before imported ones, and this has to come last.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(HotUpgrade.class)
class InactiveHotUpgradeConfiguration {

	@Bean
	InactiveHotUpgrade inactiveHotUpgrade(ApplicationContext context,
			@Qualifier("upgradeStartedServer") ObjectProvider<Supplier<String>> server) {
		return new InactiveHotUpgrade(context, server.getIfAvailable(() -> () -> null), AdapterFit::obstacleOf);
	}

	/**
	 * Only where there may be a server: in Spring Boot 4, nothing about servers is on the
	 * class path of other applications.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServer.class)
	static class ServerConfiguration {

		@Bean
		StartedServer upgradeStartedServer() {
			return new StartedServer();
		}

	}

}
