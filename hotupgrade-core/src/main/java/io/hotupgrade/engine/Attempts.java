package io.hotupgrade.engine;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Steps that are all to be tried, whatever becomes of the others.
 */
final class Attempts {

	private @Nullable Throwable failure;

	/**
	 * Tries a step.
	 * @param step the step
	 * @return this
	 */
	Attempts run(Runnable step) {
		get(() -> {
			step.run();
			return true;
		}, false);
		return this;
	}

	/**
	 * Tries to find something out.
	 * @param <T> what is found out
	 * @param step finds it out
	 * @param fallback what to take if that fails
	 * @return the one or the other
	 */
	<T> T get(Supplier<T> step, T fallback) {
		try {
			return step.get();
		}
		catch (Throwable ex) {
			if (this.failure == null) {
				this.failure = ex;
			}
			else if (this.failure != ex) {
				this.failure.addSuppressed(ex);
			}
			return fallback;
		}
	}

	/**
	 * Throws what the first step that failed has thrown, if there is one.
	 */
	void end() {
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure instanceof RuntimeException exception) {
			throw exception;
		}
		if (this.failure != null) {
			throw new IllegalStateException(this.failure);
		}
	}

}
