package io.hotupgrade.namesapp;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The registration as a service, where there is a registry.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("registry.port")
class RegistryConfiguration {

	@Bean
	HttpServiceRegistry serviceRegistry(@Value("${registry.port}") int registryPort) {
		return new HttpServiceRegistry(registryPort);
	}

	@Bean
	HttpServiceRegistration serviceRegistration(ApplicationContext context, HttpServiceRegistry registry,
			AutoServiceRegistrationProperties properties, @Value("${registry.id:names-${server.port}}") String id,
			@Value("${server.port}") int port) {
		return new HttpServiceRegistration(context, registry, properties, id, port);
	}

}
