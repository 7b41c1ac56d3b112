package io.hotupgrade.autoconfigure.logins;

import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.server.SessionSharing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.session.ReactiveSessionRegistry;
import org.springframework.web.server.WebSession;

/**
 * The same as {@link HotUpgradeLoginsAutoConfiguration} for WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass({ ReactiveSessionRegistry.class, WebSession.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(SessionSharing.class)
public class HotUpgradeReactiveLoginsAutoConfiguration {

	@Bean
	RegistrationsOfWebSessions upgradeRegistrationsOfWebSessions(ObjectProvider<ReactiveSessionRegistry> registries) {
		return new RegistrationsOfWebSessions(registries);
	}

}
