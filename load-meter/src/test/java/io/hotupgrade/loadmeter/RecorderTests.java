package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RecorderTests {

	private static final String KIND = "kind";

	private long seconds = 1_000;

	private final List<MeasuredRequest> observed = new ArrayList<>();

	private final Recorder recorder = new Recorder(() -> TimeUnit.SECONDS.toNanos(this.seconds), Instant.EPOCH,
			this.observed::add);

	@Test
	void longestGapCountsFromTheStartAndToTheEnd() {
		at(7);
		answer();
		at(9);
		answer();
		at(10);
		assertThat(this.recorder.report().longestGap()).isEqualTo(Duration.ofSeconds(7));
		at(30);
		assertThat(this.recorder.report().longestGap()).isEqualTo(Duration.ofSeconds(21));
		assertThat(this.recorder.report().kind(KIND).longestGap()).isEqualTo(Duration.ofSeconds(21));
		assertThat(this.recorder.report().length()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void lossesDoNotEndAGap() {
		at(3);
		lose(Outcome.RESET);
		at(6);
		answer();
		assertThat(this.recorder.report().longestGap()).isEqualTo(Duration.ofSeconds(6));
		assertThat(this.recorder.report().lost()).isEqualTo(1);
		assertThat(this.recorder.report().losses()).singleElement().hasToString("3.000 s kind RESET from one: detail");
	}

	@Test
	void requestsAreCountedInTheWindowInWhichTheyEnd() {
		answer();
		at(1);
		this.recorder.enter("before");
		answer();
		at(2);
		this.recorder.enter("during");
		lose(Outcome.TIMEOUT);
		answer();
		assertThat(this.recorder.report("before").requests()).isEqualTo(1);
		assertThat(this.recorder.report("during").requests()).isEqualTo(2);
		assertThat(this.recorder.report("during").count(Outcome.TIMEOUT)).isEqualTo(1);
		assertThat(this.recorder.report().requests()).isEqualTo(4);
	}

	@Test
	void windowEnteredAgainGoesOnWithoutTheTimeBetween() {
		this.recorder.enter("during");
		answer();
		at(2);
		this.recorder.enter("between");
		at(60);
		this.recorder.enter("during");
		at(61);
		answer();
		MeterReport during = this.recorder.report("during");
		assertThat(during.length()).isEqualTo(Duration.ofSeconds(3));
		assertThat(during.longestGap()).isEqualTo(Duration.ofSeconds(2));
		assertThat(during.requests()).isEqualTo(2);
		assertThat(this.recorder.report("between").longestGap()).isEqualTo(Duration.ofSeconds(58));
	}

	@Test
	void instancesAreToldWithFirstAndLastAnswer() {
		at(1);
		answer();
		at(5);
		answer();
		assertThat(this.recorder.report().instances().get("one"))
			.isEqualTo(new InstanceActivity("one", 2, Duration.ofSeconds(1), Duration.ofSeconds(5)));
	}

	@Test
	void requestsThatEndAfterTheLoadAreCountedWithoutAGap() {
		answer();
		at(2);
		this.recorder.leave();
		at(6);
		answer();
		this.recorder.close();
		assertThat(this.recorder.report().requests()).isEqualTo(2);
		assertThat(this.recorder.report().longestGap()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.recorder.report().length()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void nothingIsCountedAfterClose() {
		answer();
		at(2);
		this.recorder.close();
		at(9);
		lose(Outcome.RESET);
		assertThat(this.recorder.report().requests()).isEqualTo(1);
		assertThat(this.recorder.report().length()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void observerIsToldOfEachRequestThatCounts() {
		at(1);
		answer();
		at(3);
		lose(Outcome.RESET);
		this.recorder.close();
		answer();
		assertThat(this.observed).containsExactly(
				new MeasuredRequest(KIND, Outcome.OK, TimeUnit.SECONDS.toNanos(1_001), 1_000, "one"),
				new MeasuredRequest(KIND, Outcome.RESET, TimeUnit.SECONDS.toNanos(1_003), 1_000, "one"));
	}

	@Test
	void failureOfTheMeterItselfShows() {
		this.recorder.fail(new IllegalStateException("bug"));
		assertThatIllegalStateException().isThrownBy(this.recorder::report)
			.withMessageContaining("failed")
			.havingCause()
			.withMessage("bug");
	}

	@Test
	void unknownWindowAndKindAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.recorder.report("nothing"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.recorder.report().kind("nothing"));
	}

	private void at(long sinceStart) {
		this.seconds = 1_000 + sinceStart;
	}

	private void answer() {
		this.recorder.begin(KIND);
		this.recorder.end(new Result(KIND, Outcome.OK, 1_000, "one", ""));
	}

	private void lose(Outcome outcome) {
		this.recorder.begin(KIND);
		this.recorder.end(new Result(KIND, outcome, 1_000, "one", "detail"));
	}

}
