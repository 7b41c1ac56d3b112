package io.hotupgrade.autoconfigure.engine;

import java.util.stream.Stream;

import io.hotupgrade.autoconfigure.drain.HotUpgradeDrainAutoConfiguration;
import io.hotupgrade.autoconfigure.events.HotUpgradeEventsAutoConfiguration;
import io.hotupgrade.autoconfigure.handover.HotUpgradeHandoverAutoConfiguration;
import io.hotupgrade.autoconfigure.health.HotUpgradeHealthAutoConfiguration;
import io.hotupgrade.autoconfigure.names.HotUpgradeNamesAutoConfiguration;
import io.hotupgrade.autoconfigure.state.HotUpgradeStateAutoConfiguration;
import io.hotupgrade.autoconfigure.warmup.HotUpgradeWarmUpAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;

/**
 * The auto-configurations of an application with an engine.
 */
public final class HotUpgradeAutoConfigurations {

	private HotUpgradeAutoConfigurations() {
	}

	/**
	 * In their order, together with others.
	 */
	public static AutoConfigurations with(Class<?>... others) {
		Stream<Class<?>> ours = Stream.of(HotUpgradeAutoConfiguration.class, HotUpgradeDrainAutoConfiguration.class,
				HotUpgradeEventsAutoConfiguration.class, HotUpgradeHandoverAutoConfiguration.class,
				HotUpgradeHealthAutoConfiguration.class, HotUpgradeNamesAutoConfiguration.class,
				HotUpgradeStateAutoConfiguration.class, HotUpgradeWarmUpAutoConfiguration.class);
		return AutoConfigurations.of(Stream.concat(ours, Stream.of(others)).toArray(Class<?>[]::new));
	}

}
