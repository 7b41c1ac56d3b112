package io.hotupgrade.autoconfigure.engine;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.PreflightCheck;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.autoconfigure.boot3.HotUpgradeBoot3AutoConfiguration;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.hotupgrade.autoconfigure.health.HealthCheck;
import io.hotupgrade.autoconfigure.preflight.HotUpgradePreflightAutoConfiguration;
import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import io.hotupgrade.autoconfigure.threads.DaemonScheduler;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link HotUpgradeAutoConfiguration}: who gets an engine, and who does not.
 */
class HotUpgradeAutoConfigurationTests {

	private static final FilteredClassLoader WITHOUT_TOMCAT = new FilteredClassLoader("org.apache.catalina",
			"org.apache.coyote", "org.eclipse.jetty");

	private static final FilteredClassLoader JETTY_ONLY = new FilteredClassLoader("org.apache.catalina",
			"org.apache.coyote", "io.undertow");

	private final UpgradeEngine engine = TestEngines.inert();

	private final AutoConfigurations autoConfigurations = HotUpgradeAutoConfigurations.with(
			HotUpgradeBoot3AutoConfiguration.class, ServletWebServerFactoryAutoConfiguration.class,
			ApplicationAvailabilityAutoConfiguration.class);

	private final WebApplicationContextRunner tomcat = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(this.autoConfigurations)
		.withPropertyValues("server.port=0")
		.withBean(UpgradeEngineFactory.class, () -> (settings, exit) -> this.engine);

	private final WebApplicationContextRunner jetty = this.tomcat.withClassLoader(JETTY_ONLY);

	private final WebApplicationContextRunner undertow = this.tomcat.withClassLoader(WITHOUT_TOMCAT);

	@Test
	void undertowGetsAnEngine() {
		this.undertow.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HotUpgrade.class)).isSameAs(this.engine);
			assertThat(context).hasBean("undertowUpgradeCustomizer");
			assertThat(context).hasBean("upgradeDrainOnClose");
			assertThat(context).hasBean("upgradeReadinessReporter");
			assertThat(context).doesNotHaveBean(InactiveHotUpgrade.class);
		});
		then(this.engine).should().drain();
		then(this.engine).should().close();
	}

	@Test
	void tomcatGetsAnEngine() {
		this.tomcat.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HotUpgrade.class)).isSameAs(this.engine);
			assertThat(context).hasBean("tomcatUpgradeCustomizer");
			assertThat(context).doesNotHaveBean(InactiveHotUpgrade.class);
		});
		then(this.engine).should().drain();
		then(this.engine).should().close();
	}

	@Test
	void jettyGetsAnEngine() {
		this.jetty.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HotUpgrade.class)).isSameAs(this.engine);
			assertThat(context).hasBean("jettyUpgradeCustomizer");
			assertThat(context).doesNotHaveBean(InactiveHotUpgrade.class);
		});
		then(this.engine).should().drain();
		then(this.engine).should().close();
	}

	@Test
	void reactiveApplicationWithoutServerIsLeftAsItIs() {
		new ReactiveWebApplicationContextRunner().withConfiguration(this.autoConfigurations)
			.run(HotUpgradeAutoConfigurationTests::assertInactive);
	}

	@Test
	void applicationWithoutWebIsLeftAsItIs() {
		new ApplicationContextRunner().withConfiguration(this.autoConfigurations)
			.run(HotUpgradeAutoConfigurationTests::assertInactive);
	}

	@Test
	void warInAServletContainerIsLeftAsItIs() {
		new WebApplicationContextRunner().withConfiguration(this.autoConfigurations)
			.withClassLoader(WITHOUT_TOMCAT)
			.run(HotUpgradeAutoConfigurationTests::assertInactive);
	}

	@Test
	void factoryOfTheUsersForAnotherServerIsLeftAsItIs() {
		this.tomcat.withBean(ServletWebServerFactory.class, OwnServer::factory)
			.run(HotUpgradeAutoConfigurationTests::assertInactive);
	}

	@Test
	void factoryOfTheUsersForUndertowGetsAnEngine() {
		this.tomcat.withBean(UndertowServletWebServerFactory.class)
			.run((context) -> assertThat(context).hasSingleBean(UpgradeEngine.class));
	}

	@Test
	void disabledMeansNothingAtAll() {
		this.undertow.withPropertyValues("hotupgrade.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(HotUpgrade.class);
			assertThat(context).doesNotHaveBean(InactiveHotUpgrade.class);
			assertThat(context).doesNotHaveBean("undertowUpgradeCustomizer");
		});
	}

	@Test
	void backsOffWhenTheUserHasAHotUpgrade() {
		this.undertow.withBean(TestHotUpgrade.class).run((context) -> {
			assertThat(context).hasSingleBean(HotUpgrade.class);
			assertThat(context).doesNotHaveBean("upgradeDrainOnClose");
			assertThat(context).doesNotHaveBean(InactiveHotUpgrade.class);
		});
	}

	@Test
	void engineOfTheUsersIsConnectedWithTheApplication() {
		UpgradeEngine users = TestEngines.inert();
		this.undertow.withBean("users", UpgradeEngine.class, () -> users).run((context) -> {
			assertThat(context.getBean(HotUpgrade.class)).isSameAs(users);
			assertThat(context).hasBean("upgradeDrainOnClose");
			assertThat(context).doesNotHaveBean(EngineLifetime.class);
		});
		then(users).should().drain();
	}

	@Test
	void listenersAreAddedToTheEngine() {
		UpgradeListener listener = new UpgradeListener() {
		};
		this.undertow.withBean("listener", UpgradeListener.class, () -> listener).run((context) -> {
			then(this.engine).should().addListener(listener);
			then(this.engine).should().addListener(context.getBean("upgradeEventPublisher", UpgradeListener.class));
		});
	}

	@Test
	void listenersAreAddedWhenBeansAreLazy() {
		this.undertow
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> then(this.engine).should()
				.addListener(context.getBean("upgradeEventPublisher", UpgradeListener.class)));
	}

	@Test
	void listenerMayDependOnTheEngine() {
		this.undertow.withUserConfiguration(DependentListenerConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void healthOfTheActuatorIsAsked() {
		this.undertow
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(HealthCheck.class)).isNotSameAs(HealthCheck.NONE));
	}

	@Test
	void checksOfTheApplicationAreAddedToTheEngine() {
		PreflightCheck own = (jar) -> List.of();
		this.undertow.withConfiguration(AutoConfigurations.of(HotUpgradePreflightAutoConfiguration.class))
			.withBean("ownCheck", PreflightCheck.class, () -> own)
			.run((context) -> {
				then(this.engine).should(times(2)).addCheck(any());
				then(this.engine).should().addCheck(own);
			});
	}

	@Test
	void healthHasADetailUnlessThatIsSwitchedOff() {
		WebApplicationContextRunner runner = this.undertow
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasBean("hotUpgradeHealthIndicator"));
		runner.withPropertyValues("management.health.hotupgrade.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("hotUpgradeHealthIndicator"));
	}

	@Test
	void worksWithoutTheActuatorOnTheClassPath() {
		this.undertow
			.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.eclipse.jetty",
					"org.springframework.boot.actuate"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(HealthCheck.class)).isSameAs(HealthCheck.NONE);
				assertThat(context).hasBean("upgradeReadinessReporter");
			});
	}

	@Test
	void worksWithoutAHealthEndpoint() {
		this.undertow.run((context) -> {
			assertThat(context).doesNotHaveBean(HealthEndpoint.class);
			assertThat(context.getBean(HealthCheck.class)).isSameAs(HealthCheck.NONE);
		});
	}

	@Test
	void readinessReporterIsToldOfAChangeAfterTheAvailabilityThatItAsks() {
		this.undertow.run((context) -> {
			List<ApplicationListener<?>> listeners = new ArrayList<>(
					context.getSourceApplicationContext(AnnotationConfigServletWebServerApplicationContext.class)
						.getApplicationListeners());
			ApplicationListener<?> availability = (ApplicationListener<?>) context
				.getBean(ApplicationAvailability.class);
			assertThat(listeners).containsSubsequence(availability,
					context.getBean("upgradeReadinessReporter", ApplicationListener.class));
		});
	}

	@Test
	void wrongValueStopsTheStart() {
		this.undertow.withPropertyValues("hotupgrade.drain.idle-timeout=-5s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHotUpgradePropertyException.class)
				.hasMessage("The value '-5s' of the property 'hotupgrade.drain.idle-timeout' is negative. "
						+ "Use a duration such as 5s, or remove the property, which means the same."));
	}

	@Test
	void wrongValueDoesNotMatterOnAServerWithoutAdapter() {
		this.tomcat.withBean(ServletWebServerFactory.class, OwnServer::factory)
			.withPropertyValues("hotupgrade.drain.idle-timeout=-5s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void closeOfAnotherContextDoesNotDrain() {
		this.undertow.run((context) -> {
			new ApplicationContextRunner().withParent(context).run((child) -> assertThat(child).hasNotFailed());
			then(this.engine).should(never()).drain();
		});
	}

	private static void assertInactive(ApplicationContextAssertProvider<?> context) {
		assertThat(context.getStartupFailure()).isNull();
		assertThat(context.getBeansOfType(HotUpgrade.class)).isEmpty();
		assertThat(context.containsBean("undertowUpgradeCustomizer")).isFalse();
		assertThat(context.containsBean("tomcatUpgradeCustomizer")).isFalse();
		assertThat(context.containsBean("jettyUpgradeCustomizer")).isFalse();
		assertThat(context.containsBean("upgradeDrainOnClose")).isFalse();
		assertThat(context.getBeansOfType(DaemonScheduler.class)).isEmpty();
		assertThat(context.getBeansOfType(InactiveHotUpgrade.class)).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	static class DependentListenerConfiguration {

		@Bean
		UpgradeListener dependentListener(HotUpgrade hotUpgrade) {
			assertThat(hotUpgrade).isNotNull();
			return new UpgradeListener() {
			};
		}

	}

}
