package io.hotupgrade.internal.warmup;

import io.hotupgrade.WarmUpSettings.OnFailure;

/**
 * What went wrong. Thread-safe.
 */
final class Failures {

	private final OnFailure onFailure;

	private int count;

	private String first = "";

	Failures(OnFailure onFailure) {
		this.onFailure = onFailure;
	}

	synchronized void add(String description) {
		if (this.count++ == 0) {
			this.first = description;
		}
	}

	synchronized int count() {
		return this.count;
	}

	/**
	 * Whether nothing more is to be done.
	 */
	boolean areFatal() {
		return this.onFailure == OnFailure.FAIL && count() > 0;
	}

	/**
	 * Describes the first failure.
	 * @return the description; empty if nothing has failed
	 */
	synchronized String first() {
		return this.first;
	}

}
