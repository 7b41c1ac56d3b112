package io.hotupgrade.benchmarks;

import java.time.Duration;
import java.util.Set;

import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.process.Waiting;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * Measures one replacement of one contender.
 */
final class Measurement {

	/** A load that nothing ends would go on after a failure. */
	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

	private final LoadSettings settings;

	Measurement(LoadSettings settings) {
		this.settings = settings;
	}

	/**
	 * Replaces the old version under load.
	 * @param stage what serves; still to be closed afterwards
	 */
	Round run(Stage stage) throws Exception {
		RequestLog log = new RequestLog();
		try (LoadMeter meter = LoadMeter.start(stage.target(), LIMIT, log, this.settings.loads())) {
			Pause.of(this.settings.warmup());
			long steadyFrom = System.nanoTime();
			Pause.of(this.settings.steady());
			Set<String> old = log.answering();
			Change change = stage.change();
			awaitAnswerOfOther(log, old);
			Pause.of(this.settings.settle());
			long endsAt = System.nanoTime();
			meter.stop();
			return new Round(steadyFrom, endsAt, change, log.requests());
		}
	}

	private static void awaitAnswerOfOther(RequestLog log, Set<String> old) {
		if (!Waiting.until(ANSWER_TIMEOUT, () -> !old.containsAll(log.answering()))) {
			throw new IllegalStateException("The new version did not answer within " + ANSWER_TIMEOUT);
		}
	}

	/** Puts load on it, so that the load generator itself is warm. */
	void warmUp(Stage stage) {
		try (LoadMeter meter = LoadMeter.start(stage.target(), this.settings.warmup(), this.settings.loads())) {
			meter.awaitEnd();
		}
	}

}
