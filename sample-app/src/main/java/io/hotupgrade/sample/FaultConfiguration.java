package io.hotupgrade.sample;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Puts faults into this version, if it is configured to be a bad one. A good one has no
 * filter for that, which would cost each request a little.
 */
@Configuration(proxyBeanMethods = false)
class FaultConfiguration {

	@Bean
	FilterRegistrationBean<FaultFilter> faultFilter(SampleProperties properties) {
		FilterRegistrationBean<FaultFilter> registration = new FilterRegistrationBean<>(new FaultFilter(properties));
		registration.setEnabled(
				properties.failPercent() > 0 || !properties.delay().isZero() || properties.leak().toBytes() > 0);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		return registration;
	}

}
