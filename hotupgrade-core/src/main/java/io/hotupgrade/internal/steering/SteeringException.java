package io.hotupgrade.internal.steering;

import java.net.InetSocketAddress;

/**
 * Thrown when the kernel does not do or tell what was asked about a listener.
 */
public final class SteeringException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress listener;

	/**
	 * Creates the exception.
	 * @param listener the address of the listener
	 * @param message what the kernel did not do
	 * @param cause why
	 */
	public SteeringException(InetSocketAddress listener, String message, Throwable cause) {
		super(message, cause);
		this.listener = listener;
	}

	/**
	 * The listener that was asked about.
	 * @return its address
	 */
	public InetSocketAddress getListener() {
		return this.listener;
	}

}
