package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.hotupgrade.internal.control.ControlMessage;

/**
 * How a successor comes to its predecessor. Thread-safe.
 */
interface Entry extends AutoCloseable {

	/**
	 * Begins to speak with the predecessor if it is known already.
	 * @param successor this instance
	 */
	void begin(Successor successor);

	/**
	 * Comes in, before a listener is bound. Waits for the predecessor's answer: not on
	 * the engine's thread.
	 * @param successor this instance
	 * @param name the listener's name
	 * @param requested the address that configuration asks for
	 * @return the answer; empty if there is no predecessor
	 * @throws IOException if there should be one, or it refuses this process, or hangs
	 */
	Optional<ControlMessage.Welcome> enter(Successor successor, String name, InetSocketAddress requested)
			throws IOException;

	/**
	 * Lets the next one in.
	 */
	@Override
	void close();

}
