package io.hotupgrade.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.annotation.Bean;

import io.hotupgrade.engine.UpgradeEngine;

/**
 * Auto-configuration of hot upgrade for an application that Spring Cloud registers as a
 * service.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass(ServiceRegistry.class)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.CURRENT)
public class HotUpgradeServiceRegistryAutoConfiguration {

	/**
	 * Both are asked for late: a post-processor must not bring about their creation.
	 */
	@Bean
	static SharedRegistration upgradeSharedRegistration(ObjectProvider<UpgradeEngine> engine,
			ObjectProvider<ServingInstance> instance, ListableBeanFactory beans) {
		return new SharedRegistration(new SharedRegistration.Names() {

			@Override
			public void add(String id) {
				engine.getObject().addName(id);
			}

			@Override
			public boolean isOfAnother(String id) {
				return !instance.getObject().serves() && engine.getObject().isSharedName(id);
			}

			@Override
			public void leftToAnother() {
				new EurekaDeparture(beans, EurekaDeparture.CONFIGURATION).run();
			}

		});
	}

}
