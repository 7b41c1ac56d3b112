package io.hotupgrade;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ShiftPlan}.
 */
class ShiftPlanTests {

	private static ShiftPlan.Step step(int percent, Duration period) {
		return (period != null) ? ShiftPlan.Step.lasting(percent, period) : ShiftPlan.Step.untilContinued(percent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "instant", " Instant " })
	void parseInstantHasNoSteps(String text) {
		assertThat(ShiftPlan.parse(text)).isEqualTo(ShiftPlan.INSTANT);
		assertThat(ShiftPlan.INSTANT.steps()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10% for 10s, 50% for 500ms, 100%", "10% for 10s,50 % for 500ms" })
	void parseStepsMayLeaveOutTheLast(String text) {
		assertThat(ShiftPlan.parse(text).steps()).containsExactly(step(10, Duration.ofSeconds(10)),
				step(50, Duration.ofMillis(500)));
		assertThat(ShiftPlan.parse(text).description()).isEqualTo(text);
	}

	@Test
	void parseKnowsUnits() {
		assertThat(ShiftPlan.parse("1% for 2m, 2% for 3h, 100%").steps())
			.containsExactly(step(1, Duration.ofMinutes(2)), step(2, Duration.ofHours(3)));
	}

	@Test
	void parseGateHasNoPeriod() {
		assertThat(ShiftPlan.parse("10% until continued, 100%").steps()).containsExactly(step(10, null));
		assertThat(step(10, null).isGate()).isTrue();
		assertThat(step(10, Duration.ofSeconds(1)).isGate()).isFalse();
	}

	@Test
	void parseOnlyAllIsInstant() {
		assertThat(ShiftPlan.parse("100%").steps()).isEmpty();
	}

	@Test
	void parseAutoRisesByProof() {
		assertThat(ShiftPlan.AUTO.isAuto()).isTrue();
		assertThat(ShiftPlan.AUTO.patience()).isEqualTo(Duration.ofMinutes(1));
		assertThat(ShiftPlan.AUTO.steps()).allMatch((step) -> step.until() == ShiftPlan.Until.PROVED);
		assertThat(ShiftPlan.parse("Auto within 90s"))
			.isEqualTo(new ShiftPlan("auto within 90s", ShiftPlan.AUTO.steps(), Duration.ofSeconds(90)));
		assertThat(ShiftPlan.INSTANT.isAuto()).isFalse();
	}

	@Test
	void parseLinearHasAStepForEachPercent() {
		ShiftPlan plan = ShiftPlan.parse("linear over 99s");
		assertThat(plan.steps()).hasSize(99).allMatch((step) -> step.period().equals(Duration.ofSeconds(1)));
		assertThat(plan.steps()).extracting(ShiftPlan.Step::percent).startsWith(1, 2, 3).endsWith(98, 99);
	}

	@ParameterizedTest
	@CsvSource({ "5s, 10", "1s, 2", "100ms, 1", "1h, 99" })
	void parseLinearHasFewerStepsInLessTime(String period, int steps) {
		assertThat(ShiftPlan.parse("linear over " + period).steps()).hasSize(steps);
	}

	@Test
	void parseLinearTakesTheWholeTime() {
		assertThat(ShiftPlan.parse("linear over 60s")
			.steps()
			.stream()
			.map((step) -> step.period())
			.reduce(Duration.ZERO, Duration::plus)).isBetween(Duration.ofMillis(59_999), Duration.ofSeconds(60));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''|cannot be understood: ''", "soon|cannot be understood: 'soon'",
					"10%, 100%|does not say how long to hold '10%'", "10%|does not say how long to hold '10%'",
					"50% for 1s, 10% for 1s, 100%|does not rise: 10% after 50%",
					"50% for 1s, 50% for 1s|does not rise: 50% after 50%", "0% for 1s, 100%|step of 0%",
					"100% for 1s|step of 100%", "101%|step of 101%", "100%, 10% for 1s|step of 100%",
					"10% for 0s, 100%|for no time at all", "10% for 1s,|cannot be understood: ''",
					"10% for 1d, 100%|cannot be understood", "-1% for 1s|cannot be understood",
					"linear over 0s|rises over no time", "auto within 0s|waits for no time",
					"auto within|cannot be understood: 'auto within'", "linear|cannot be understood: 'linear'",
					"10% for 9999999999s|cannot be understood" })
	void parseWhenWrongSaysWhat(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ShiftPlan.parse(text)).withMessageContaining(message);
	}

}
