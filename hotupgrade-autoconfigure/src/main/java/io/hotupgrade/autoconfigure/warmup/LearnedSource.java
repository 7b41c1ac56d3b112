package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.hotupgrade.LearnedRequest;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpPart.Expectation;
import io.hotupgrade.WarmUpPart.OnUnexpected;
import io.hotupgrade.WarmUpPart.Sending;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.properties.PathPatterns;

/**
 * What the predecessor has learned of its clients' requests. The new version need not
 * have what the old one had, so what it cannot answer is no failure.
 */
final class LearnedSource implements WarmUpSource {

	/** The name of the source in the report. */
	private static final String NAME = "learned";

	/** For all of them. What they do not bring in this time clients hardly notice. */
	private static final Duration LIMIT = Duration.ofSeconds(10);

	/**
	 * Of the rarest, so that at least its classes are loaded and its code is compiled.
	 */
	private static final int LEAST = 50;

	private final HotUpgradeProperties.WarmUp.Learn properties;

	private final Predicate<String> excluded;

	private final Supplier<List<LearnedRequest>> requests;

	/**
	 * Creates it.
	 * @param properties what is configured
	 * @param requests tells what was learned
	 */
	LearnedSource(HotUpgradeProperties.WarmUp.Learn properties, Supplier<List<LearnedRequest>> requests) {
		this.properties = properties;
		this.excluded = new PathPatterns(properties.excludedPaths());
		this.requests = requests;
	}

	@Override
	public Optional<WarmUpPart> part(WarmUpSettings settings) {
		List<LearnedRequest> learned = this.properties.enabled() ? this.requests.get() : List.of();
		if (learned.isEmpty()) {
			return Optional.empty();
		}
		List<Repeated> repeated = learned.stream()
			.filter((one) -> !this.excluded.test(one.path().split("\\?", 2)[0]))
			.limit(this.properties.limit())
			.map((one) -> new Repeated(one.request(), count(one)))
			.toList();
		return Optional.of(new WarmUpPart.Requests(NAME, repeated, sending(settings), ""));
	}

	/** Of 10,000 requests altogether, its part. */
	private static int count(LearnedRequest request) {
		return (int) Math.max(LEAST, Math.min(LearnedRequest.WHOLE, request.weight()));
	}

	private static Sending sending(WarmUpSettings settings) {
		Duration limit = (settings.timeout().compareTo(LIMIT) < 0) ? settings.timeout() : LIMIT;
		return new Sending(settings.concurrency(), settings.until(), settings.window(), settings.tolerance(), limit, 0,
				Expectation.NO_ERROR, OnUnexpected.SKIP);
	}

}
