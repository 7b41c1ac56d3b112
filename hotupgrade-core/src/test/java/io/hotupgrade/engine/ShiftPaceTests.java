package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.hotupgrade.RequestStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShiftPace}.
 */
class ShiftPaceTests {

	private final ShiftPace pace = new ShiftPace();

	private long nanos;

	private long accepted;

	private RequestStatistics predecessor = RequestStatistics.NONE;

	private RequestStatistics successor = RequestStatistics.NONE;

	private static RequestStatistics requests(long number, long millis) {
		SortedMap<Long, Long> latencies = new TreeMap<>();
		if (number > 0) {
			latencies.put(millis * 1000, number);
		}
		return new RequestStatistics(number, 0, latencies);
	}

	private Optional<ShiftPace.Verdict> after(Duration time, long connections, RequestStatistics toPredecessor,
			RequestStatistics toSuccessor) {
		this.nanos += time.toNanos();
		this.accepted += connections;
		this.predecessor = this.predecessor.plus(toPredecessor);
		this.successor = this.successor.plus(toSuccessor);
		return this.pace.report(this.nanos, this.accepted, this.predecessor, this.successor);
	}

	private Optional<ShiftPace.Verdict> afterASecond(RequestStatistics toPredecessor, RequestStatistics toSuccessor) {
		return after(Duration.ofSeconds(1), toPredecessor.requests() + toSuccessor.requests(), toPredecessor,
				toSuccessor);
	}

	private void begin() {
		assertThat(after(Duration.ZERO, 1000, requests(1000, 2), requests(0, 0))).isEmpty();
	}

	@Test
	void asFastAsThePredecessorGoesOn() {
		begin();
		assertThat(afterASecond(requests(400, 3), requests(20, 4)).orElseThrow().steps()).isOne();
		assertThat(afterASecond(requests(380, 3), requests(40, 3)).orElseThrow().steps()).isOne();
	}

	@Test
	void slowerThanThePredecessorStaysAndSaysWhy() {
		begin();
		ShiftPace.Verdict verdict = afterASecond(requests(400, 3), requests(20, 85)).orElseThrow();
		assertThat(verdict.holds()).isTrue();
		assertThat(verdict.window()).isEqualTo(Duration.ofSeconds(1));
		assertThat(verdict.reason()).contains("85.0 ms over 20 requests", "predecessor's 3.0 ms");
	}

	@Test
	void oneThatHasRecoveredGoesOn() {
		begin();
		assertThat(afterASecond(requests(400, 3), requests(20, 85)).orElseThrow().holds()).isTrue();
		assertThat(afterASecond(requests(400, 3), requests(20, 5)).orElseThrow().steps()).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "3, 12, false", "3, 14, true", "30, 55, false", "30, 61, true" })
	void isSlowByRatioAndMarginBoth(long predecessor, long successor, boolean holds) {
		begin();
		assertThat(afterASecond(requests(400, predecessor), requests(100, successor)).orElseThrow().holds())
			.isEqualTo(holds);
	}

	@Test
	void whatSlowsBothHoldsNobody() {
		begin();
		assertThat(afterASecond(requests(400, 300), requests(20, 350)).orElseThrow().steps()).isOne();
	}

	@Test
	void predecessorWithoutRequestsNowIsTakenAsItWas() {
		begin();
		assertThat(afterASecond(requests(2, 500), requests(400, 85)).orElseThrow().holds()).isTrue();
	}

	@Test
	void withoutTrafficAllFollowsAtOnce() {
		begin();
		assertThat(after(Duration.ofSeconds(1), 0, requests(0, 0), requests(0, 0)).orElseThrow().steps())
			.isGreaterThanOrEqualTo(99);
	}

	@Test
	void hardlyAnyTrafficTakesLongStrides() {
		begin();
		assertThat(afterASecond(requests(15, 3), requests(2, 85)).orElseThrow().steps()).isEqualTo(3);
	}

	@Test
	void keptConnectionsAreNotWaitedForLong() {
		begin();
		Duration second = Duration.ofSeconds(1);
		assertThat(after(second, 1, requests(5000, 3), requests(3, 3))).isEmpty();
		assertThat(after(second, 1, requests(5000, 3), requests(3, 3)).orElseThrow().steps()).isEqualTo(3);
	}

	@Test
	void sampleMayTakeTwoReports() {
		begin();
		assertThat(afterASecond(requests(400, 3), requests(6, 3))).isEmpty();
		assertThat(afterASecond(requests(400, 3), requests(6, 85)).orElseThrow().reason()).contains("over 12 requests");
	}

	@Test
	void reportsThatComeTooSoonSayNothing() {
		begin();
		assertThat(after(Duration.ofMillis(10), 0, requests(0, 0), requests(0, 0))).isEmpty();
	}

}
