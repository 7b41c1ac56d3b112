package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.PredecessorException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PredecessorFailureAnalyzer}.
 */
class PredecessorFailureAnalyzerTests {

	@Test
	void analysisHasMessageAndRemedy() {
		PredecessorException cause = new PredecessorException("Busy.", "Wait.");
		FailureAnalysis analysis = new PredecessorFailureAnalyzer()
			.analyze(new IllegalStateException("Unable to start", cause));
		assertThat(analysis.getDescription()).isEqualTo("Busy.");
		assertThat(analysis.getAction()).isEqualTo("Wait.");
	}

}
