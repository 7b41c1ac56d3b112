package io.hotupgrade.benchmarks;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundTests {

	@Test
	void requestsBelongToTheTimeInWhichTheyEnd() {
		Round round = new Requests().answer(-2_001, 1, "warming")
			.answer(-2_000, 2, "old")
			.answer(-1, 3, "old")
			.answer(0, 4, "old")
			.answer(1_999, 5, "new")
			.answer(2_000, 6, "new")
			.round(-2_000, 500, 2_000);
		assertThat(round.steady()).extracting(RoundTests::millis).containsExactly(2L, 3L);
		assertThat(round.window()).extracting(RoundTests::millis).containsExactly(4L, 5L);
		assertThat(round.measured()).extracting(RoundTests::millis).containsExactly(2L, 3L, 4L, 5L);
	}

	@Test
	void longestGapIsBetweenGoodAnswersInTheWindow() {
		Round round = new Requests().answer(-900, 1, "old")
			.answer(100, 1, "old")
			.lose(300, Outcome.CONNECT_REFUSED)
			.answer(550, 1, "new")
			.answer(800, 1, "new")
			.round(-1_000, 500, 1_000);
		assertThat(round.windowGapMillis()).isEqualTo(450);
		assertThat(round.steadyGapMillis()).isEqualTo(900);
	}

	@Test
	void gapLastsToTheEndOfTheWindow() {
		assertThat(new Requests().answer(100, 1, "old").round(-1_000, 500, 1_000).windowGapMillis()).isEqualTo(900);
		assertThat(new Requests().round(-1_000, 500, 1_000).windowGapMillis()).isEqualTo(1_000);
	}

	@Test
	void newVersionIsWhoDidNotAnswerBeforeTheTrigger() {
		Round round = new Requests().answer(-5_000, 1, "old, seen while it warmed up")
			.answer(-10, 1, "old")
			.answer(100, 1, "old, seen while it warmed up")
			.lose(200, Outcome.RESET)
			.answer(300, 1, "new")
			.round(-1_000, 750, 2_000);
		assertThat(round.secondsToNewVersion()).hasValue(0.3);
		assertThat(round.secondsToOldGone()).isEqualTo(0.75);
		assertThat(new Requests().answer(-10, 1, "old").round(-1_000, 750, 2_000).secondsToNewVersion()).isEmpty();
	}

	@Test
	void newVersionHasAllConnectionsAfterTheLastAnswerOfTheOldOne() {
		Requests requests = new Requests().answer(-10, 1, "old").answer(300, 1, "new").answer(400, 1, "old");
		assertThat(requests.round(-1_000, 750, 2_000).secondsToAllConnections()).isEmpty();
		Round round = requests.answer(500, 1, "new").round(-1_000, 750, 2_000);
		assertThat(round.secondsToAllConnections()).hasValue(0.4);
	}

	@Test
	void worstIsOfAnyFiveSecondsAndNotDiluted() {
		Requests requests = new Requests();
		for (int second = 0; second < 20; second++) {
			requests.answer(second * 1_000 - 9_500, (second == 14) ? 80 : 2, "one");
		}
		Round round = requests.round(-10_000, 500, 10_000);
		assertThat(round.worstSteadyMillis()).hasValue(2);
		assertThat(round.worstWindowMillis()).hasValue(80);
	}

	@Test
	void worstNeedsFiveSeconds() {
		assertThat(new Requests().answer(100, 1, "one").round(-1_000, 500, 1_000).worstWindowMillis()).isEmpty();
	}

	private static long millis(MeasuredRequest request) {
		return request.nanos() / 1_000_000;
	}

}
