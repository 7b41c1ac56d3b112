package io.hotupgrade.internal.systemd;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	private static final Map<String, String> OF_42 = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "42");

	@Test
	void intervalIsAThirdOfThePeriod() {
		assertThat(Watchdog.interval(OF_42, 42, false)).contains(Duration.ofSeconds(10));
		assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "3"), 42, false)).contains(Duration.ofNanos(1000));
	}

	@Test
	void intervalWhenAnotherProcessIsMeantIsEmpty() {
		assertThat(Watchdog.interval(OF_42, 43, false)).isEmpty();
	}

	@Test
	void intervalWhenInheritedFromThePredecessorIsThatOfTheFirst() {
		assertThat(Watchdog.interval(OF_42, 43, true)).contains(Duration.ofSeconds(10));
	}

	@Test
	void intervalWithoutPeriodIsEmpty() {
		assertThat(Watchdog.interval(Map.of(), 42, false)).isEmpty();
		assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "0"), 42, false)).isEmpty();
		assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "soon"), 42, true)).isEmpty();
	}

}
