package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.TrafficComparison;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrafficWatch}.
 */
class TrafficWatchTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final List<TrafficComparison> judged = new ArrayList<>();

	private final TrafficWatch watch = new TrafficWatch(100, (traffic) -> {
		this.judged.add(traffic);
		return Optional.empty();
	}, this.scheduler);

	private static RequestStatistics requests(long number) {
		return new RequestStatistics(number, 0, Collections.emptySortedMap());
	}

	private void report(long predecessor, long successor) {
		this.watch.report(requests(predecessor), requests(successor), false);
		this.scheduler.advance(Duration.ofSeconds(1));
	}

	@Test
	void windowLastsUntilThereIsASample() {
		report(1000, 0);
		report(1010, 40);
		report(1020, 80);
		assertThat(this.judged).isEmpty();
		report(1030, 120);
		assertThat(this.judged).hasSize(1);
		assertThat(this.judged.get(0).predecessor().requests()).isEqualTo(1030);
		assertThat(this.judged.get(0).windows())
			.containsExactly(new TrafficComparison.Window(Duration.ofSeconds(3), requests(30), requests(120)));
	}

	@Test
	void windowsDoNotOverlap() {
		report(1000, 0);
		report(1000, 150);
		report(1000, 300);
		assertThat(this.judged.get(1).windows()).extracting((window) -> window.successor().requests())
			.containsExactly(150L, 150L);
	}

	@Test
	void reportsInQuickSuccessionMakeNoWindow() {
		this.watch.report(requests(1000), requests(0), false);
		this.watch.report(requests(1000), requests(500), false);
		assertThat(this.judged).isEmpty();
	}

	@Test
	void withoutSampleOfThePredecessorNothingIsJudged() {
		report(0, 0);
		report(99, 500);
		assertThat(this.judged).isEmpty();
		report(100, 1000);
		assertThat(this.judged).hasSize(1);
		assertThat(this.judged.get(0).windows()).hasSize(2);
	}

	@Test
	void failureOfTheGuardIsNoObjection() {
		TrafficWatch failing = new TrafficWatch(1, (traffic) -> {
			throw new IllegalStateException("broken");
		}, this.scheduler);
		failing.report(requests(10), requests(0), false);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(failing.report(requests(10), requests(10), false)).isEmpty();
	}

	@Test
	void oldWindowsAreForgotten() {
		for (int i = 0; i < 100; i++) {
			report(1000, i * 100L);
		}
		assertThat(this.judged.get(this.judged.size() - 1).windows()).hasSize(60);
	}

}
