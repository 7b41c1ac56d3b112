package io.hotupgrade.namesapp;

import java.net.URI;
import java.util.Map;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;

/**
 * Registers with Spring Cloud's own life cycle, as its clients of known registries do.
 */
class HttpServiceRegistration extends GenerationRegistration {

	private final Registration registration;

	HttpServiceRegistration(ApplicationContext context, HttpServiceRegistry registry,
			AutoServiceRegistrationProperties properties, String id, int port) {
		super(context, registry, properties);
		this.registration = new ThisInstance(new DefaultServiceInstance(id, "names", "localhost", port, false));
	}

	@Override
	@Deprecated
	protected Object getConfiguration() {
		return this;
	}

	@Override
	protected boolean isEnabled() {
		return true;
	}

	@Override
	protected Registration getRegistration() {
		return this.registration;
	}

	@Override
	protected Registration getManagementRegistration() {
		return null;
	}

	private record ThisInstance(DefaultServiceInstance instance) implements Registration {

		@Override
		public String getInstanceId() {
			return this.instance.getInstanceId();
		}

		@Override
		public String getServiceId() {
			return this.instance.getServiceId();
		}

		@Override
		public String getHost() {
			return this.instance.getHost();
		}

		@Override
		public int getPort() {
			return this.instance.getPort();
		}

		@Override
		public boolean isSecure() {
			return this.instance.isSecure();
		}

		@Override
		public URI getUri() {
			return this.instance.getUri();
		}

		@Override
		public Map<String, String> getMetadata() {
			return this.instance.getMetadata();
		}

	}

}
