package io.hotupgrade.workbench;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link OverheadComparison}.
 */
class OverheadComparisonTests {

	/** The machine was twice as fast in the second round. */
	@Test
	void ratioIsThatOfAPairAndNotThatOfMediansOfDifferentRounds() {
		OverheadComparison comparison = new OverheadComparison(List.of(pair(98, 100), pair(200, 200), pair(98, 100)));
		assertThat(comparison.table().lines().toList().get(1)).startsWith("kept-alive, requests/s")
			.contains("98.0 (98.0 .. 200.0)")
			.contains("100.0 (100.0 .. 200.0)")
			.contains("0.980 +- 0.008 (0.980 .. 1.000)");
	}

	@Test
	void oneRoundDoesNotTellWhatItIsWorth() {
		assertThat(new OverheadComparison(List.of(pair(98, 100))).table().lines().toList().get(1))
			.contains("0.980 +- ? (0.980 .. 0.980)");
	}

	@Test
	void errorOfTheMedianFallsWithTheNumberOfValues() {
		assertThat(OverheadComparison.errorOfMedian(1, 2, 3)).isCloseTo(0.724, within(0.001));
		assertThat(OverheadComparison.errorOfMedian(1, 2, 3, 1, 2, 3, 1, 2, 3)).isCloseTo(0.362, within(0.001));
	}

	private static OverheadPair pair(double with, double without) {
		return new OverheadPair(sample(with), sample(without));
	}

	private static OverheadSample sample(double rate) {
		return new OverheadSample(rate, 1, 1, 1, 1, 1, 1);
	}

}
