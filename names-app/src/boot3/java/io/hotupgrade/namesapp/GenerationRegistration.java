package io.hotupgrade.namesapp;

import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;

/**
 * The life cycle of a registration in Spring Cloud 2025.0.
 */
abstract class GenerationRegistration extends AbstractAutoServiceRegistration<Registration> {

	GenerationRegistration(ApplicationContext context, ServiceRegistry<Registration> registry,
			AutoServiceRegistrationProperties properties) {
		super(registry, properties);
	}

}
