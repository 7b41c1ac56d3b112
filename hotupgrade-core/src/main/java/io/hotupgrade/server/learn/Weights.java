package io.hotupgrade.server.learn;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * So many things at most, and how heavy each of them is. Not thread-safe.
 *
 * @param <T> the things
 */
final class Weights<T> {

	/** Far below what counts, and above what a number can no longer tell from nothing. */
	private static final double LEAST = 1e-200;

	private final int capacity;

	private final Map<T, Double> weights = new HashMap<>();

	Weights(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Adds to the weight of one. If it is new and there is no room, it takes the place
	 * and the weight of the lightest.
	 * @param one the one
	 * @param weight what to add
	 * @return the one that had to go
	 */
	Optional<T> add(T one, double weight) {
		if (this.weights.size() < this.capacity || this.weights.containsKey(one)) {
			this.weights.merge(one, weight, Double::sum);
			return Optional.empty();
		}
		T lightest = Collections.min(this.weights.entrySet(), Map.Entry.comparingByValue()).getKey();
		this.weights.put(one, this.weights.remove(lightest) + weight);
		return Optional.of(lightest);
	}

	void scale(double factor) {
		this.weights.replaceAll((one, weight) -> Math.max(LEAST, weight * factor));
	}

	double of(T one) {
		return this.weights.get(one);
	}

	double sum() {
		return this.weights.values().stream().mapToDouble(Double::doubleValue).sum();
	}

	List<T> heaviestFirst() {
		Comparator<Map.Entry<T, Double>> byWeight = Map.Entry.comparingByValue();
		return this.weights.entrySet().stream().sorted(byWeight.reversed()).map(Map.Entry::getKey).toList();
	}

}
