package io.hotupgrade.autoconfigure.warmup;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.ResponseBodyResultHandler;
import reactor.core.publisher.Mono;

/**
 * The pipeline's warm-up with Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
@ConditionalOnBooleanProperty(name = "hotupgrade.warm-up.pipeline.enabled", matchIfMissing = true)
class ReactivePipelineConfiguration {

	@Bean
	ReactivePipelineFilter upgradeWarmUpPipelineFilter() {
		return new ReactivePipelineFilter(Clock.systemUTC());
	}

	@Bean
	ReactivePipelineErrors upgradeWarmUpPipelineErrors(ApplicationContext context) {
		return new ReactivePipelineErrors(() -> ReactivePipelineErrors.ofBoot(context));
	}

	@Bean
	ReactivePipelineHandlerMapping upgradeWarmUpPipelineMapping(ObjectProvider<RequestMappingHandlerAdapter> adapters,
			ObjectProvider<ResponseBodyResultHandler> results) {
		return new ReactivePipelineHandlerMapping(() -> new ReactivePipelineHandler(new ReactivePipelineObject(
				adapters.stream().findFirst().orElseThrow(), results.stream().findFirst().orElseThrow())));
	}

	@Bean
	PipelineSource upgradeWarmUpPipeline(ReactivePipelineHandlerMapping mapping, ReactivePipelineErrors errors,
			AnonymousAccess access, ApplicationContext context, HotUpgradeProperties properties) {
		return PipelineSource.of(new ReactivePipelineTarget(mapping, errors, access, context.getEnvironment()),
				properties);
	}

	/**
	 * Where there may be Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityWebFilterChain.class)
	static class SecurityConfiguration {

		@Bean
		AnonymousAccess upgradeWarmUpAccess(ApplicationContext context, ObjectProvider<WebFilterChainProxy> proxies,
				ObjectProvider<SecurityWebFilterChain> chains,
				ObjectProvider<WarmUpReactiveObservations> observations) {
			return (contextPath, path) -> {
				if (proxies.stream().findAny().isEmpty()) {
					return true;
				}
				AnonymousAccess access = new ReactiveSecurityAccess(chains.orderedStream().toList(),
						(prefix, rest) -> ImaginedExchange.of(context, prefix, rest));
				return ask(access, contextPath, path, observations.stream().toList());
			};
		}

		private static boolean ask(AnonymousAccess access, String contextPath, String path,
				List<WarmUpReactiveObservations> observations) {
			if (observations.isEmpty()) {
				return access.isAllowed(contextPath, path);
			}
			AtomicBoolean allowed = new AtomicBoolean();
			observations.get(0).without(() -> allowed.set(access.isAllowed(contextPath, path)));
			return allowed.get();
		}

	}

	/**
	 * Where there is none.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.web.server.SecurityWebFilterChain")
	static class NoSecurityConfiguration {

		@Bean
		AnonymousAccess upgradeWarmUpAccess() {
			return AnonymousAccess.EVERYWHERE;
		}

	}

}
