package io.hotupgrade.autoconfigure.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidHotUpgradePropertyException}.
 */
class InvalidHotUpgradePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHotUpgradePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHotUpgradePropertyException cause) {
		String description = "The value '%s' of the property '%s' %s.".formatted(cause.getValue(), cause.getProperty(),
				cause.getProblem());
		return new FailureAnalysis(description, cause.getRemedy(), cause);
	}

}
