package io.hotupgrade.autoconfigure.events;

import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.threads.DaemonScheduler;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of what the application is told of upgrades, and of its say in them:
 * events, {@link UpgradeListener} and {@link UpgradeGuard} beans.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
public class HotUpgradeEventsAutoConfiguration {

	@Bean
	UpgradeEventPublisher upgradeEventPublisher(UpgradeEngine engine, ApplicationEventPublisher publisher) {
		return new UpgradeEventPublisher(engine, publisher, new DaemonScheduler(1, "hotupgrade-events-"));
	}

	/**
	 * Not lazy even in an application whose beans are: nobody asks for it.
	 */
	@Bean
	@Lazy(false)
	UpgradeListenerRegistrar upgradeListenerRegistrar(UpgradeEngine engine, ObjectProvider<UpgradeListener> listeners,
			ObjectProvider<UpgradeGuard> guard) {
		guard.ifAvailable(engine::setGuard);
		return new UpgradeListenerRegistrar(engine, listeners);
	}

}
