package io.hotupgrade.sample;

import io.hotupgrade.HotUpgrade;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * The only place that knows the starter: the application also runs without it, which is
 * how the starter's cost is measured.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "io.hotupgrade.HotUpgrade")
class HotUpgradeGenerationConfiguration {

	@Bean
	Generation hotUpgradeGeneration(ObjectProvider<HotUpgrade> hotUpgrade) {
		// It does not change any more when the first request comes.
		SingletonSupplier<Integer> generation = SingletonSupplier.of(() -> generation(hotUpgrade));
		return generation::obtain;
	}

	private static int generation(ObjectProvider<HotUpgrade> hotUpgrade) {
		return hotUpgrade.stream().findFirst().map((available) -> available.instance().generation()).orElse(0);
	}

}
