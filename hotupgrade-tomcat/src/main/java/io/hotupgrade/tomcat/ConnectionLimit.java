package io.hotupgrade.tomcat;

/**
 * The limit of open connections that Tomcat keeps by not accepting more.
 */
interface ConnectionLimit {

	/**
	 * Accepts connections beyond {@code max-connections}, also where the acceptor waits
	 * because that was reached: those that wait in the accept queue would otherwise be
	 * reset when the listener is closed.
	 */
	void acceptBeyondLimits();

	/** Keeps {@code max-connections} again. */
	void acceptWithinLimits();

}
