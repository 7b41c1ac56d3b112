package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Optional;

import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpPart;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What every application may warm up with.
 */
@Configuration(proxyBeanMethods = false)
class WarmUpSourcesConfiguration {

	@Bean
	@Order(WarmUpSource.TASKS)
	WarmUpSource upgradeWarmUpTasks(ObjectProvider<WarmUp> warmUps) {
		return (settings) -> {
			List<WarmUp> tasks = warmUps.orderedStream().toList();
			return tasks.isEmpty() ? Optional.empty() : Optional.of(new WarmUpPart.Tasks(tasks));
		};
	}

	@Bean
	@Order(WarmUpSource.CONFIGURED)
	WarmUpSource upgradeWarmUpConfiguredRequests() {
		return (settings) -> settings.requests().isEmpty() ? Optional.empty()
				: Optional.of(WarmUpPart.Requests.configured(settings));
	}

}
