package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.ServletRequests;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import jakarta.servlet.ServletRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/**
 * Where WebFlux may run as a servlet, on Tomcat or Jetty of either generation.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnUpgradeEngine
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ ServletRequest.class, Mono.class })
class ReactiveServletConfiguration {

	@Bean
	ServletRequests upgradeServletRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
		return new ServletRequests(warmUpFilters);
	}

}
