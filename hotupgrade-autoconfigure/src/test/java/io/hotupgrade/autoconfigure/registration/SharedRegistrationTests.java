package io.hotupgrade.autoconfigure.registration;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.names.ServingInstance;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SharedRegistration} and
 * {@link HotUpgradeServiceRegistryAutoConfiguration}.
 */
class SharedRegistrationTests {

	private final List<String> ofAnother = new ArrayList<>();

	private final List<String> own = new ArrayList<>();

	private final TestRegistry registry = new TestRegistry("argument");

	private final Registration registration = mock(Registration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HotUpgradeServiceRegistryAutoConfiguration.class))
		.withBean(UpgradeEngine.class, TestEngines::inert)
		.withBean(ServingInstance.class, () -> new ServingInstance(TestEngines.inert(), 1))
		.withBean(TestRegistry.class, "argument");

	@Test
	void deregisterWhenThisInstanceServesReachesTheRegistry() {
		given(this.registration.getServiceId()).willReturn("shop");
		proxy().deregister(this.registration);
		assertThat(this.registry.calls).containsExactly("deregister");
	}

	@Test
	void deregisterWhenAnotherServesDoesNot() {
		given(this.registration.getInstanceId()).willReturn("shop-8080");
		this.ofAnother.add("shop-8080");
		TestRegistry proxy = proxy();
		proxy.register(this.registration);
		proxy.deregister(this.registration);
		proxy.close();
		assertThat(this.registry.calls).containsExactly("register", "leftToAnother", "close");
		assertThat(this.own).containsExactly("shop-8080");
	}

	@Test
	void deregisterOfAnIdOfItsOwnReachesTheRegistry() {
		given(this.registration.getInstanceId()).willReturn("shop-4711");
		this.ofAnother.add("shop-4712");
		proxy().deregister(this.registration);
		assertThat(this.registry.calls).containsExactly("deregister");
	}

	@Test
	void otherBeansStayAsTheyAre() {
		assertThat(new SharedRegistration(names()).postProcessAfterInitialization("bean", "bean")).isEqualTo("bean");
	}

	@Test
	void registryCanStillBeInjectedByItsClass() {
		this.runner.run((context) -> {
			TestRegistry found = context.getBean(TestRegistry.class);
			found.deregister(this.registration);
			assertThat(found.calls()).containsExactly("deregister");
			assertThat(found.getClass()).isNotEqualTo(TestRegistry.class);
		});
	}

	@Test
	void withoutSpringCloudThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader(ServiceRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean("upgradeSharedRegistration"));
	}

	private TestRegistry proxy() {
		return (TestRegistry) new SharedRegistration(names()).postProcessAfterInitialization(this.registry, "registry");
	}

	private SharedRegistration.Names names() {
		return new SharedRegistration.Names() {

			@Override
			public void add(String id) {
				SharedRegistrationTests.this.own.add(id);
			}

			@Override
			public boolean isOfAnother(String id) {
				return SharedRegistrationTests.this.ofAnother.contains(id);
			}

			@Override
			public void leftToAnother() {
				SharedRegistrationTests.this.registry.calls.add("leftToAnother");
			}

		};
	}

	/** Without a constructor for proxies. */
	static class TestRegistry implements ServiceRegistry<Registration> {

		private final List<String> calls = new ArrayList<>();

		TestRegistry(String argument) {
			assertThat(argument).isNotNull();
		}

		List<String> calls() {
			return this.calls;
		}

		@Override
		public void register(Registration registration) {
			this.calls.add("register");
		}

		@Override
		public void deregister(Registration registration) {
			this.calls.add("deregister");
		}

		@Override
		public void close() {
			this.calls.add("close");
		}

		@Override
		public void setStatus(Registration registration, String status) {
			this.calls.add("setStatus");
		}

		@Override
		public <T> T getStatus(Registration registration) {
			return null;
		}

	}

}
