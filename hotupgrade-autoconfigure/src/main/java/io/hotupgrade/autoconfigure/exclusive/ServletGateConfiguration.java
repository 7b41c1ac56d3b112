package io.hotupgrade.autoconfigure.exclusive;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * The gate before servlets.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Filter.class)
class ServletGateConfiguration {

	/**
	 * Before the gate, which looks at what the request was.
	 */
	@Bean
	FilterRegistrationBean<ForwardedFilter> upgradeForwardedFilter(ForwardedRequests requests) {
		return first(new ForwardedFilter(requests), Ordered.HIGHEST_PRECEDENCE);
	}

	@Bean
	FilterRegistrationBean<ServletGate> upgradeServletGate(RequestGate gate, HotUpgradeProperties properties,
			Environment environment) {
		return first(
				new ServletGate(gate, GateSettings.excluded(properties.exclusive(), environment),
						GateSettings.patience(properties.exclusive()), new ServletForwarding()),
				Ordered.HIGHEST_PRECEDENCE + 1);
	}

	private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int order) {
		FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(order);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		registration.setAsyncSupported(true);
		return registration;
	}

}
