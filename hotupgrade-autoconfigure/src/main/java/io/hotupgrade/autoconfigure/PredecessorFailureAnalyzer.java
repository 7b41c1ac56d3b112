package io.hotupgrade.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.hotupgrade.PredecessorException;

/**
 * Explains a {@link PredecessorException}.
 */
class PredecessorFailureAnalyzer extends AbstractFailureAnalyzer<PredecessorException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PredecessorException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy(), cause);
	}

}
