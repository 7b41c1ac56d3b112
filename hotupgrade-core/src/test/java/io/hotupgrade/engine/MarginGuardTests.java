package io.hotupgrade.engine;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.hotupgrade.GuardSettings;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.TrafficComparison;
import io.hotupgrade.TrafficComparison.Window;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarginGuard}.
 */
class MarginGuardTests {

	private final MarginGuard guard = new MarginGuard(GuardSettings.DEFAULTS);

	private final RequestStatistics predecessor = statistics(5000, 5, 20);

	private static RequestStatistics statistics(long requests, long errors, long millis) {
		return new RequestStatistics(requests, errors, new TreeMap<>(java.util.Map.of(millis * 1000, requests)));
	}

	private static Window window(RequestStatistics successor) {
		return new Window(Duration.ofSeconds(2), RequestStatistics.NONE, successor);
	}

	private static List<Window> windows(RequestStatistics... successor) {
		return Stream.of(successor).map(MarginGuardTests::window).toList();
	}

	private void good(List<Window> windows) {
		assertThat(this.guard.findFault(new TrafficComparison(this.predecessor, windows, false))).isEmpty();
	}

	private String fault(List<Window> windows) {
		return this.guard.findFault(new TrafficComparison(this.predecessor, windows, false)).orElseThrow();
	}

	@Test
	void sameIsGood() {
		good(windows(statistics(100, 0, 20), statistics(100, 1, 25), statistics(100, 0, 20)));
	}

	@Test
	void errorsInTwoWindowsAreAFault() {
		RequestStatistics bad = statistics(100, 20, 20);
		good(windows(bad));
		good(windows(bad, statistics(100, 0, 20), bad));
		assertThat(fault(windows(statistics(100, 0, 20), bad, bad))).contains("20.0 % of 200 requests",
				"0.1 % of 5,000", "hotupgrade.guard.error-margin");
	}

	@Test
	void errorsWithinTheMarginAreGood() {
		RequestStatistics bad = statistics(1000, 50, 20);
		good(windows(bad, bad, bad));
	}

	@Test
	void errorsThatThePredecessorHasNowAreGood() {
		Window window = new Window(Duration.ofSeconds(2), statistics(100, 20, 20), statistics(100, 20, 20));
		good(List.of(window, window, window));
	}

	@Test
	void errorsByChanceAreGood() {
		MarginGuard sharp = new MarginGuard(
				new GuardSettings(true, 100, 0, 3, Duration.ofMillis(50), Duration.ofSeconds(5)));
		RequestStatistics faulty = statistics(1000, 100, 20);
		Window window = window(statistics(100, 14, 20));
		assertThat(sharp.findFault(new TrafficComparison(faulty, List.of(window, window), false))).isEmpty();
	}

	@Test
	void slownessInThreeWindowsAndFiveSecondsIsAFault() {
		RequestStatistics slow = statistics(100, 0, 200);
		good(windows(slow, slow));
		good(windows(slow, slow, statistics(100, 0, 20), slow, slow));
		assertThat(fault(windows(slow, slow, slow))).contains("200.0 ms over 300 requests in 6.0 s",
				"20.0 ms over 5,000", "hotupgrade.guard.latency-ratio");
	}

	@Test
	void slownessForAShortTimeIsGood() {
		Window window = new Window(Duration.ofSeconds(1), RequestStatistics.NONE, statistics(500, 0, 200));
		good(List.of(window, window, window, window));
		assertThat(fault(List.of(window, window, window, window, window))).isNotEmpty();
	}

	@Test
	void slownessWithinTheRatioOrTheMarginIsGood() {
		RequestStatistics threeTimes = statistics(100, 0, 60);
		good(windows(threeTimes, threeTimes, threeTimes));
		RequestStatistics fast = statistics(5000, 0, 1);
		Window window = window(statistics(100, 0, 50));
		assertThat(this.guard.findFault(new TrafficComparison(fast, List.of(window, window, window), false))).isEmpty();
	}

	@Test
	void slownessThatThePredecessorHasNowIsGood() {
		Window window = new Window(Duration.ofSeconds(2), statistics(100, 0, 190), statistics(100, 0, 200));
		good(List.of(window, window, window));
	}

}
