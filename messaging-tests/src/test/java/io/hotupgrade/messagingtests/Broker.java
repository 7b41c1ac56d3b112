package io.hotupgrade.messagingtests;

import java.util.List;

/**
 * Where numbers wait until an application takes them.
 */
interface Broker extends AutoCloseable {

	/**
	 * The profile of the application that takes numbers from here.
	 */
	String profile();

	/**
	 * Where the application finds it.
	 * @return arguments of the application
	 */
	List<String> arguments();

	/**
	 * Sends a number. Returns when the broker has it.
	 * @param number the number
	 * @throws Exception if it does not, which no test allows
	 */
	void send(long number) throws Exception;

	@Override
	void close();

}
