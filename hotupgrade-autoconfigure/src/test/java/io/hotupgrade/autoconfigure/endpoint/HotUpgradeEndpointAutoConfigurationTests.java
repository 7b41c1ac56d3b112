package io.hotupgrade.autoconfigure.endpoint;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HotUpgradeEndpointAutoConfiguration}: where the endpoint is exposed,
 * and what may be done with it.
 */
class HotUpgradeEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(
				AutoConfigurations.of(HotUpgradeAutoConfiguration.class, HotUpgradeEndpointAutoConfiguration.class,
						EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class));

	private final WebApplicationContextRunner exposed = this.runner.withBean(TestHotUpgrade.class)
		.withPropertyValues("management.endpoints.web.exposure.include=hotupgrade");

	@Test
	void endpointIsNotExposedByItself() {
		this.runner.withBean(TestHotUpgrade.class)
			.run((context) -> assertThat(context).doesNotHaveBean(HotUpgradeEndpoint.class));
	}

	@Test
	void endpointWhenExposedHasAllOperations() {
		this.exposed.run((context) -> {
			assertThat(context).hasSingleBean(HotUpgradeEndpointWebExtension.class);
			assertThat(operations(context)).containsExactlyInAnyOrder(OperationType.READ, OperationType.READ,
					OperationType.WRITE, OperationType.WRITE, OperationType.DELETE);
		});
	}

	@Test
	void endpointWhenReadOnlyOnlyShows() {
		this.exposed.withPropertyValues("management.endpoint.hotupgrade.access=read-only")
			.run((context) -> assertThat(operations(context)).containsOnly(OperationType.READ));
	}

	@Test
	void endpointWhenWithoutAccessDoesNotExist() {
		this.exposed.withPropertyValues("management.endpoint.hotupgrade.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(HotUpgradeEndpoint.class));
	}

	@Test
	void endpointWhenDisabledDoesNotExist() {
		this.exposed.withPropertyValues("hotupgrade.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HotUpgradeEndpoint.class));
	}

	@Test
	void endpointWithoutActuatorDoesNotExist() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HotUpgradeAutoConfiguration.class, HotUpgradeEndpointAutoConfiguration.class))
			.withBean(TestHotUpgrade.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context.getBeanDefinitionNames()).doesNotContain("hotUpgradeEndpoint"));
	}

	@Test
	void endpointWhenInactiveRefusesWithTheReason() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=hotupgrade")
			.run((context) -> assertThatExceptionOfType(UpgradeRefusedException.class)
				.isThrownBy(() -> context.getBean(HotUpgradeEndpoint.class).status())
				.withMessageStartingWith("Hot upgrade is inactive, because this application has no embedded server")
				.extracting(UpgradeRefusedException::getReason)
				.isEqualTo(RefusalReason.UNSUPPORTED));
	}

	@Test
	void endpointOfTheUsersReplacesOurs() {
		this.exposed.withBean("users", HotUpgradeEndpoint.class, () -> new HotUpgradeEndpoint(TestHotUpgrade::new))
			.run((context) -> assertThat(context).hasSingleBean(HotUpgradeEndpoint.class).hasBean("users"));
	}

	@Test
	void endpointIsUsableOverJmx() {
		this.runner.withBean(TestHotUpgrade.class)
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=hotupgrade",
					"management.endpoints.jmx.domain=io.hotupgrade.test")
			.run((context) -> {
				MBeanServer server = ManagementFactory.getPlatformMBeanServer();
				ObjectName name = new ObjectName("io.hotupgrade.test:type=Endpoint,name=Hotupgrade");
				assertThat(invoke(server, name, "status")).containsEntry("state", "SERVING");
				assertThat(invoke(server, name, "check", "/opt/app.jar")).containsEntry("possible", true);
				assertThat(invoke(server, name, "upgrade", "/opt/app.jar")).containsEntry("id", "u2");
				assertThat(invoke(server, name, "proceed")).containsEntry("id", "u2");
				assertThat(invoke(server, name, "abort")).containsEntry("id", "u2");
				context.getBean(TestHotUpgrade.class).refuse(RefusalReason.NOT_READY);
				assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke(server, name, "abort"))
					.withMessage("Refused: NOT_READY");
			});
	}

	private static List<OperationType> operations(ApplicationContext context) {
		ExposableWebEndpoint endpoint = context.getBean(WebEndpointsSupplier.class).getEndpoints().iterator().next();
		return endpoint.getOperations().stream().map(WebOperation::getType).toList();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> invoke(MBeanServer server, ObjectName name, String operation,
			Object... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return (Map<String, Object>) server.invoke(name, operation, arguments, signature);
	}

}
