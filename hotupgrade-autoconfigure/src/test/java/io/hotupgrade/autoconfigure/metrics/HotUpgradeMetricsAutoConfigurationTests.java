package io.hotupgrade.autoconfigure.metrics;

import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeMetricsAutoConfiguration}.
 */
class HotUpgradeMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(HotUpgradeAutoConfiguration.class, HotUpgradeMetricsAutoConfiguration.class));

	@Test
	void metersAreBoundToTheApplicationsRegistry() {
		this.runner.withBean(TestHotUpgrade.class)
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).get("hotupgrade.connections").gauge().value())
				.isEqualTo(7));
	}

	@Test
	void metersDoNotExistWhenInactive() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(HotUpgradeMetrics.class));
	}

	@Test
	void metersDoNotExistWithoutMicrometer() {
		this.runner.withBean(TestHotUpgrade.class)
			.withClassLoader(new FilteredClassLoader(MeterBinder.class.getPackageName()))
			.run((context) -> assertThat(context).doesNotHaveBean("hotUpgradeMetrics"));
	}

}
