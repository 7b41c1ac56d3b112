package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import jakarta.servlet.ServletContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * The pipeline's warm-up with Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, ServletContext.class })
@ConditionalOnBooleanProperty(name = "hotupgrade.warm-up.pipeline.enabled", matchIfMissing = true)
class ServletPipelineConfiguration {

	@Bean
	PipelineHandlerMapping upgradeWarmUpPipelineMapping(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		return new PipelineHandlerMapping(
				() -> new PipelineHandler(new PipelineObject(adapters.stream().findFirst().orElseThrow())));
	}

	@Bean
	PipelineSource upgradeWarmUpPipeline(PipelineHandlerMapping mapping, ServletContext servletContext,
			AnonymousAccess access, Environment environment, HotUpgradeProperties properties) {
		return PipelineSource.of(new ServletPipelineTarget(mapping, servletContext, access, environment), properties);
	}

	/**
	 * Where there may be Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebInvocationPrivilegeEvaluator.class)
	static class SecurityConfiguration {

		@Bean
		AnonymousAccess upgradeWarmUpAccess(ObjectProvider<WebInvocationPrivilegeEvaluator> evaluators,
				ObjectProvider<WarmUpObservations> observations) {
			return (contextPath, path) -> {
				AnonymousAccess access = new SpringSecurityAccess(evaluators.stream().toList());
				WarmUpObservations own = observations.getIfAvailable();
				return (own != null) ? own.without(() -> access.isAllowed(contextPath, path))
						: access.isAllowed(contextPath, path);
			};
		}

	}

	/**
	 * Where there is none.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.web.access.WebInvocationPrivilegeEvaluator")
	static class NoSecurityConfiguration {

		@Bean
		AnonymousAccess upgradeWarmUpAccess() {
			return AnonymousAccess.EVERYWHERE;
		}

	}

}
