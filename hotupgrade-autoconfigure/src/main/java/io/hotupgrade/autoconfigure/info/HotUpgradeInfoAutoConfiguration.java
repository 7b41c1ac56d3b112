package io.hotupgrade.autoconfigure.info;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the info endpoint tells, where
 * {@code management.info.hotupgrade.enabled} is set: it may be open to everybody.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(HotUpgrade.class)
public class HotUpgradeInfoAutoConfiguration {

	@Bean
	@ConditionalOnEnabledInfoContributor(value = "hotupgrade", fallback = InfoContributorFallback.DISABLE)
	HotUpgradeInfoContributor hotUpgradeInfoContributor(HotUpgrade hotUpgrade) {
		return new HotUpgradeInfoContributor(hotUpgrade);
	}

}
