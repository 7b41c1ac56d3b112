package io.hotupgrade.internal.warmup;

/**
 * What went wrong. Thread-safe.
 */
final class Failures {

	private int count;

	private String first = "";

	synchronized void add(String description) {
		if (this.count++ == 0) {
			this.first = description;
		}
	}

	synchronized int count() {
		return this.count;
	}

	/**
	 * Describes the first failure.
	 * @return the description; empty if nothing has failed
	 */
	synchronized String first() {
		return this.first;
	}

}
