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

	/** In which the load's own threads start and clients connect. */
	private static final Duration LEAD_IN = Duration.ofSeconds(1);

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
		warmUp(stage);
		RequestLog log = new RequestLog();
		HealthProbe probe = HealthProbe.start(stage.target());
		try (probe; LoadMeter meter = LoadMeter.start(stage.target(), LIMIT, log, this.settings.loads())) {
			Pause.of(LEAD_IN);
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

	/**
	 * Puts load on it that is not measured. A load of its own: what a cold server could
	 * not answer in time would be late in the measurement, too.
	 */
	void warmUp(Stage stage) {
		HealthProbe probe = HealthProbe.start(stage.target());
		try (probe; LoadMeter meter = LoadMeter.start(stage.target(), this.settings.warmup(), this.settings.loads())) {
			meter.awaitEnd();
		}
	}

}
