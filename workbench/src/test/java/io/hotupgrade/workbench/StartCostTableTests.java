package io.hotupgrade.workbench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.LatencySummary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartCostTable}.
 */
class StartCostTableTests {

	@Test
	void textHasMediansOfTheRoundsAndTheirRatio() {
		StartCostTable table = new StartCostTable(
				Map.of("batch", List.of(sample(1, 2, 100), sample(2, 6, 300), sample(3, 50, 200))));
		assertThat(table.text().lines().toList().get(1)).startsWith("batch")
			.contains("200")
			.contains("2.0 -> 6.0 x3.0")
			.contains("20.0 -> 60.0 x3.0")
			.contains("40.0 -> 120.0 x3.0");
	}

	private static StartCostSample sample(int steady, int starting, double readyMillis) {
		return new StartCostSample(latency(steady), latency(starting), readyMillis);
	}

	private static LatencySummary latency(int millis) {
		Duration p50 = Duration.ofMillis(millis);
		return new LatencySummary(1, p50, p50, p50.multipliedBy(10), p50.multipliedBy(20), p50);
	}

}
