package io.hotupgrade;

import java.io.IOException;

/**
 * This instance cannot start, because it cannot get its ports from the instance that has
 * them.
 *
 * @since 0.1.0
 */
public class PredecessorException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param remedy what to do about it
	 */
	public PredecessorException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	/**
	 * What to do about it.
	 * @return the remedy, for people
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
