package io.hotupgrade.internal.process;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputSummary}.
 */
class OutputSummaryTests {

	@Test
	void ofWhenSpringBootExplainsIsTheExplanation() {
		assertThat(OutputSummary.of("""
				12:00 ERROR 1 --- [main] o.s.b.d.LoggingFailureAnalysisReporter :

				***************************
				APPLICATION FAILED TO START
				***************************

				Description:

				Web server failed to start. Port 8080 was already in use.

				Action:

				Identify and stop the process that's listening on port 8080.
				12:00 INFO 1 --- [main] Closed
				""".lines().toList())).contains("Web server failed to start. Port 8080 was already in use.");
	}

	@Test
	void ofWhenThereAreCausesIsTheInnermost() {
		assertThat(OutputSummary.of(List.of("12:00 ERROR Application run failed", "java.lang.IllegalStateException: a",
				"\tat b.C.d(C.java:1)", "Caused by: e.FException: f", "Caused by: java.net.BindException: in use",
				"12:00 INFO Closed")))
			.contains("java.net.BindException: in use");
	}

	@Test
	void ofWhenThereIsAFailureWithoutCauseIsTheFailure() {
		assertThat(OutputSummary.of(List.of("12:00 INFO a", "Error: Unable to access jarfile app.jar", "")))
			.contains("Error: Unable to access jarfile app.jar");
		assertThat(OutputSummary.of(List.of("12:00 ERROR run failed", "java.lang.IllegalStateException: a")))
			.contains("java.lang.IllegalStateException: a");
	}

	@Test
	void ofWhenThereIsNoFailureIsEmpty() {
		assertThat(OutputSummary.of(List.of("12:00 INFO a", "b"))).isEmpty();
		assertThat(OutputSummary.of(List.of())).isEmpty();
		assertThat(OutputSummary.of(List.of("Description:"))).isEmpty();
	}

	@Test
	void ofWhenLineIsLongIsCut() {
		assertThat(OutputSummary.of(List.of("Error: " + "x".repeat(1000))))
			.hasValueSatisfying((line) -> assertThat(line).hasSize(303).endsWith("..."));
	}

}
