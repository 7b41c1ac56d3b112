package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.ReactiveRequests;
import io.hotupgrade.autoconfigure.server.SessionSharing;
import io.hotupgrade.autoconfigure.server.WebSessionListener;
import io.hotupgrade.autoconfigure.server.WebSessionSharing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.session.DefaultWebSessionManager;
import reactor.core.publisher.Mono;

/**
 * Shares the sessions of WebFlux, on whatever server.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnUpgradeEngine
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DefaultWebSessionManager.class, Mono.class })
@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
class ReactiveSessionsConfiguration {

	@Bean
	static WebSessionSharing upgradeWebSessionSharing(ObjectProvider<SessionSharing> sharing,
			ObjectProvider<ReactiveRequests> requests, ObjectProvider<WebSessionListener> listeners) {
		return new WebSessionSharing(sharing, requests, listeners);
	}

}
