package io.hotupgrade.autoconfigure.logins;

import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.server.SessionSharing;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;

/**
 * Lets the limit that Spring Security sets to the sessions of one user hold across an
 * upgrade, where sessions come along.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass({ SessionRegistry.class, HttpSessionListener.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(SessionSharing.class)
public class HotUpgradeLoginsAutoConfiguration {

	/**
	 * Spring Security's own, which it otherwise makes for itself and tells nobody.
	 * @return the registry
	 */
	@Bean
	@ConditionalOnMissingBean(SessionRegistry.class)
	SessionRegistryImpl upgradeSessionRegistry() {
		return new SessionRegistryImpl();
	}

	@Bean
	RegistrationsOfSessions upgradeRegistrationsOfSessions(SessionSharing sharing) {
		return new RegistrationsOfSessions(sharing::isEffective);
	}

}
