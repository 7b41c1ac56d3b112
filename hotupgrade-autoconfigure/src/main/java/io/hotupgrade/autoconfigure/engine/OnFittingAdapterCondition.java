package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.AdapterFit;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides on {@link ConditionalOnFittingAdapter}.
 */
class OnFittingAdapterCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return metadata.getAnnotations()
			.get(ConditionalOnFittingAdapter.class)
			.getEnum("value", AdapterFit.class)
			.obstacle()
			.map(ConditionOutcome::noMatch)
			.orElseGet(() -> ConditionOutcome.match("nothing that the adapter needs is missing"));
	}

}
