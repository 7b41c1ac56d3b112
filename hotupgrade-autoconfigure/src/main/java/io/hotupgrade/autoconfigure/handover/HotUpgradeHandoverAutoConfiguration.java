package io.hotupgrade.autoconfigure.handover;

import io.hotupgrade.HandoverSettings;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.exclusive.ExclusiveSelection;
import io.hotupgrade.autoconfigure.exclusive.LateResources;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Auto-configuration of the hand-over: how background work passes from one instance to
 * the next.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class, before = LifecycleAutoConfiguration.class)
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties({ HotUpgradeProperties.class, LifecycleProperties.class })
public class HotUpgradeHandoverAutoConfiguration {

	@Bean
	@Lazy(false)
	ContextBackgroundWork upgradeBackgroundWork(ConfigurableApplicationContext context, UpgradeEngine engine,
			HotUpgradeProperties properties) {
		HotUpgradeProperties.Handover handover = properties.handover();
		boolean exclusive = handover.backgroundWork() == HotUpgradeProperties.BackgroundWorkPolicy.HAND_OVER
				|| engine.isRehearsed()
				|| ExclusiveSelection.isNeeded(context.getEnvironment(), context.getBeanFactory());
		ContextBackgroundWork work = new ContextBackgroundWork(context,
				new IntakeSelection(handover.beans(), handover.excludedBeans()),
				exclusive && engine.isBackgroundWorkAwaited());
		engine.setBackgroundWork(work, new HandoverSettings(exclusive, handover.stopTimeout()));
		return work;
	}

	@Bean
	ScheduledTaskGating upgradeScheduledTaskGating(ContextBackgroundWork work) {
		return new ScheduledTaskGating(work);
	}

	/**
	 * Takes the place of the one that Boot makes, with the same setting.
	 */
	@Bean(name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
	@ConditionalOnMissingBean(name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
			search = SearchStrategy.CURRENT)
	IntakeLifecycleProcessor upgradeLifecycleProcessor(ContextBackgroundWork work, LifecycleProperties properties,
			ObjectProvider<LateResources> late) {
		IntakeLifecycleProcessor processor = new IntakeLifecycleProcessor(work.intake(), late.getIfAvailable());
		processor.setTimeoutPerShutdownPhase(properties.getTimeoutPerShutdownPhase().toMillis());
		return processor;
	}

}
