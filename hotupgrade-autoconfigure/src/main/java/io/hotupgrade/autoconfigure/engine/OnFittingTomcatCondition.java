package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.TomcatFit;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the adapter for Tomcat does not fit the Tomcat that is there.
 */
class OnFittingTomcatCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return TomcatFit.obstacle()
			.map(ConditionOutcome::noMatch)
			.orElseGet(() -> ConditionOutcome.match("nothing of Tomcat's is missing"));
	}

}
