package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftStatus.Answered;
import io.hotupgrade.ShiftStatus.Answers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerTally}.
 */
class AnswerTallyTests {

	private final AnswerTally tally = new AnswerTally();

	@Test
	void nothingIsToldBeforeAReport() {
		assertThat(this.tally.answered()).isEqualTo(Answered.NONE);
	}

	@Test
	void whatWasAnsweredBeforeTheFirstReportDoesNotCount() {
		this.tally.reported(requests(1000, 7, Map.of(90_000L, 1000L)), RequestStatistics.NONE);
		assertThat(this.tally.answered()).isEqualTo(Answered.NONE);
		this.tally.reported(requests(1100, 8, Map.of(90_000L, 1000L, 2_000L, 99L, 5_000L, 1L)),
				requests(10, 0, Map.of(3_000L, 10L)));
		assertThat(this.tally.answered())
			.isEqualTo(new Answered(new Answers(100, 1, Duration.ofMillis(2), Duration.ofMillis(2)),
					new Answers(10, 0, Duration.ofMillis(3), Duration.ofMillis(3))));
		this.tally.reported(requests(1200, 8, Map.of(90_000L, 1000L, 2_000L, 99L, 5_000L, 101L)),
				requests(10, 0, Map.of(3_000L, 10L)));
		assertThat(this.tally.answered().predecessor())
			.isEqualTo(new Answers(200, 1, Duration.ofMillis(5), Duration.ofMillis(5)));
	}

	private static RequestStatistics requests(long number, long errors, Map<Long, Long> latencies) {
		return new RequestStatistics(number, errors, new TreeMap<>(latencies));
	}

}
