package io.hotupgrade.server.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.LearnedRequest;

/**
 * The most frequent patterns of the last minutes, and of each the most frequent requests.
 * Bounded: what is new takes the place of what is rarest, and begins with its weight, so
 * that what is frequent gets in and stays (the space-saving algorithm). Not thread-safe.
 */
final class PatternTable {

	/** After so long a request counts half. */
	static final long HALF_LIFE = TimeUnit.MINUTES.toNanos(2);

	private static final long AGEING_PERIOD = TimeUnit.SECONDS.toNanos(5);

	/** A pattern has more than one so that its handler meets more than one case. */
	private static final int REQUESTS_OF_PATTERN = 4;

	private final Weights<String> patterns;

	private final Map<String, Weights<Candidate>> requests = new HashMap<>();

	private long agedAt;

	PatternTable(int capacity, long now) {
		this.patterns = new Weights<>(capacity);
		this.agedAt = now;
	}

	/**
	 * Counts a request.
	 * @param candidate the request
	 * @param weight how many it stands for
	 * @param now the time
	 */
	void add(Candidate candidate, int weight, long now) {
		age(now);
		this.patterns.add(candidate.pattern(), weight).ifPresent(this.requests::remove);
		this.requests.computeIfAbsent(candidate.pattern(), (added) -> new Weights<>(REQUESTS_OF_PATTERN))
			.add(candidate, weight);
	}

	/**
	 * Only when something is added: what was learned before a quiet night is all that is
	 * known in the morning.
	 */
	private void age(long now) {
		long elapsed = now - this.agedAt;
		if (elapsed >= AGEING_PERIOD) {
			double rest = Math.pow(0.5, elapsed / (double) HALF_LIFE);
			this.patterns.scale(rest);
			this.requests.values().forEach((weights) -> weights.scale(rest));
			this.agedAt = now;
		}
	}

	/**
	 * The most frequent requests: first one of each pattern, then a second, and so on.
	 * They share the weight of their pattern.
	 * @param limit how many at most
	 * @return the requests, the most frequent first
	 */
	List<LearnedRequest> mostFrequent(int limit) {
		Map<String, List<Candidate>> chosen = choose(limit);
		double sum = this.patterns.sum();
		List<LearnedRequest> learned = new ArrayList<>();
		chosen.forEach((pattern, candidates) -> {
			Weights<Candidate> weights = this.requests.get(pattern);
			double share = LearnedRequest.WHOLE * this.patterns.of(pattern) / sum;
			double all = candidates.stream().mapToDouble(weights::of).sum();
			for (Candidate candidate : candidates) {
				long weight = Math.round(share * weights.of(candidate) / all);
				learned.add(new LearnedRequest(candidate.target(), candidate.accept(), pattern, Math.max(1, weight)));
			}
		});
		learned.sort(Comparator.comparingLong(LearnedRequest::weight).reversed().thenComparing(LearnedRequest::path));
		return learned;
	}

	private Map<String, List<Candidate>> choose(int limit) {
		Map<String, List<Candidate>> chosen = new HashMap<>();
		int count = 0;
		for (int turn = 0; turn < REQUESTS_OF_PATTERN; turn++) {
			for (String pattern : this.patterns.heaviestFirst()) {
				List<Candidate> candidates = this.requests.get(pattern).heaviestFirst();
				if (turn < candidates.size() && count < limit) {
					chosen.computeIfAbsent(pattern, (added) -> new ArrayList<>()).add(candidates.get(turn));
					count++;
				}
			}
		}
		return chosen;
	}

}
