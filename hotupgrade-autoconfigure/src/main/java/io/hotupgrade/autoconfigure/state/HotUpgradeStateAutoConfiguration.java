package io.hotupgrade.autoconfigure.state;

import java.util.Objects;
import java.util.Optional;

import io.hotupgrade.StateHandover;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.properties.EngineSettingsConverter;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.warmup.HotUpgradeWarmUpAutoConfiguration;
import io.hotupgrade.autoconfigure.warmup.WarmUpBeforeReady;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.sessions.ObjectInput;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the state that passes from one instance to the next.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { HotUpgradeAutoConfiguration.class, HotUpgradeWarmUpAutoConfiguration.class })
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties(HotUpgradeProperties.class)
public class HotUpgradeStateAutoConfiguration {

	@Bean
	@Lazy(false)
	StateRegistration upgradeStateRegistration(UpgradeEngine engine, HotUpgradeProperties properties,
			ObjectProvider<StateHandover> states, ConfigurableApplicationContext context) {
		return new StateRegistration(engine.state(), EngineSettingsConverter.state(properties.state()), states,
				caches(properties.state(), context));
	}

	private static Optional<StateHandover> caches(HotUpgradeProperties.State properties,
			ConfigurableApplicationContext context) {
		if (properties.caches().isEmpty()) {
			return Optional.empty();
		}
		SelectedCaches selected = new SelectedCaches(() -> context.getBeansOfType(CacheManager.class),
				properties.caches());
		ClassLoader loader = Objects.requireNonNull(context.getBeanFactory().getBeanClassLoader());
		return Optional.of(new CachesHandover(selected, ObjectInput.of(loader), properties.maxSize().toBytes()));
	}

	@Bean
	CopiesBeforeReady upgradeStateCopies(UpgradeEngine engine, WarmUpBeforeReady warmUp) {
		return new CopiesBeforeReady(engine.state(), warmUp);
	}

}
