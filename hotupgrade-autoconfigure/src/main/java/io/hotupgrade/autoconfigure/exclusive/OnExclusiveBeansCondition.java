package io.hotupgrade.autoconfigure.exclusive;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where something cannot exist twice.
 */
final class OnExclusiveBeansCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		boolean needed = beans != null && ExclusiveSelection.isNeeded(context.getEnvironment(), beans);
		ConditionMessage.Builder message = ConditionMessage.forCondition("Exclusive beans");
		return needed ? ConditionOutcome.match(message.because("some cannot exist twice"))
				: ConditionOutcome.noMatch(message.because("neither is one named nor is one an ExclusiveResource"));
	}

}
