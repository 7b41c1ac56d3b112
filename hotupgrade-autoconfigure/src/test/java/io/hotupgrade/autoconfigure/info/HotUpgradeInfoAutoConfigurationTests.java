package io.hotupgrade.autoconfigure.info;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeInfoAutoConfiguration} and its contributor.
 */
class HotUpgradeInfoAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HotUpgradeAutoConfiguration.class, HotUpgradeInfoAutoConfiguration.class))
		.withBean(TestHotUpgrade.class);

	@Test
	void nothingIsToldUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(InfoContributor.class));
	}

	@Test
	void generationAndLastUpgradeAreTold() {
		this.runner.withPropertyValues("management.info.hotupgrade.enabled=true").run((context) -> {
			UpgradeStatus before = context.getBean(TestHotUpgrade.class).status();
			context.getBean(TestHotUpgrade.class)
				.setStatus(new UpgradeStatus(UpgradePhase.SERVING, new InstanceInfo(100, 1, "1.0"), before.steering(),
						0, 0, Optional.empty(), List.of(TestHotUpgrade.REHEARSAL, TestHotUpgrade.FAILED)));
			Info.Builder builder = new Info.Builder();
			context.getBean(InfoContributor.class).contribute(builder);
			assertThat(builder.build().getDetails()).containsExactly(Map.entry("hotupgrade",
					Map.of("state", "SERVING", "generation", 1, "version", "1.0", "lastUpgrade",
							Map.of("id", "u1", "outcome", "FAILED", "reason", "SUCCESSOR_EXITED", "endedAt",
									TestHotUpgrade.START.plusMillis(1500).toString()))));
		});
	}

	@Test
	void nothingIsToldWithoutTheActuator() {
		this.runner.withPropertyValues("management.info.hotupgrade.enabled=true")
			.withClassLoader(new FilteredClassLoader(InfoContributor.class))
			.run((context) -> assertThat(context).doesNotHaveBean("hotUpgradeInfoContributor"));
	}

}
