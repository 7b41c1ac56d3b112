package io.hotupgrade.autoconfigure.registration;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.names.ServingInstance;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of hot upgrade for an application that Spring Cloud registers as a
 * service.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass(ServiceRegistry.class)
@ConditionalOnUpgradeEngine
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
