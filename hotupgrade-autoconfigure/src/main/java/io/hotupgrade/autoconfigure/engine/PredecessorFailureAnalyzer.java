package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.PredecessorException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PredecessorException}.
 */
class PredecessorFailureAnalyzer extends AbstractFailureAnalyzer<PredecessorException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PredecessorException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy(), cause);
	}

}
