package io.hotupgrade.loadmeter;

import java.io.EOFException;
import java.io.IOException;

/**
 * A request got no complete answer.
 */
public final class ExchangeFailedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final Outcome outcome;

	ExchangeFailedException(Outcome outcome, Throwable cause) {
		super(outcome + ": " + cause.getMessage(), cause);
		this.outcome = outcome;
	}

	/**
	 * Tells from what a connection's streams threw what the client saw.
	 * @param ex what was thrown
	 * @param responseBegun whether a byte of the response had come
	 */
	static ExchangeFailedException of(IOException ex, boolean responseBegun) {
		if (ex instanceof MalformedResponseException) {
			return new ExchangeFailedException(Outcome.WRONG_CONTENT, ex);
		}
		// Under TLS the end of the stream can be the cause of another exception.
		if (ex instanceof EOFException || ex.getCause() instanceof EOFException) {
			Outcome outcome = responseBegun ? Outcome.CLOSED_IN_RESPONSE : Outcome.CLOSED_BEFORE_RESPONSE;
			return new ExchangeFailedException(outcome, ex);
		}
		return new ExchangeFailedException(Outcome.RESET, ex);
	}

	/**
	 * What the client saw.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.outcome;
	}

}
