package io.hotupgrade.loadmeter;

/**
 * How a request ended for the client. Everything but {@link #OK} is a loss.
 */
public enum Outcome {

	/** The whole answer came and says what it should. */
	OK,

	/** Nobody listened on the port. */
	CONNECT_REFUSED,

	/** No connection within the time limit. */
	CONNECT_TIMEOUT,

	/**
	 * No connection for another reason, such as the client's own ports being used up.
	 */
	CONNECT_FAILED,

	/** The connection was reset after it had been established. */
	RESET,

	/** The server closed the connection without a byte of an answer. */
	CLOSED_BEFORE_RESPONSE,

	/** The server closed the connection in the middle of its answer. */
	CLOSED_IN_RESPONSE,

	/** No complete answer within the time limit. */
	TIMEOUT,

	/** A complete answer with a 4xx status. */
	STATUS_4XX,

	/** A complete answer with a 5xx status. */
	STATUS_5XX,

	/** An answer that is no HTTP, or does not say what it should. */
	WRONG_CONTENT;

	/**
	 * Whether the client did not get what it asked for.
	 * @return {@code true} for everything but {@link #OK}
	 */
	public boolean isLost() {
		return this != OK;
	}

}
