package io.hotupgrade.loadmeter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where requests go and how long a client waits.
 *
 * @param address the server's address
 * @param tls whether to speak TLS, trusting any certificate
 * @param connectTimeout how long establishing a connection may take
 * @param answerTimeout how long a request may take beyond the time that it asks for
 */
public record Target(InetSocketAddress address, boolean tls, Duration connectTimeout, Duration answerTimeout) {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

	/**
	 * A port of this machine, with time limits that a healthy server keeps.
	 * @param port the port
	 * @return the target
	 */
	public static Target local(int port) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		return new Target(address, false, CONNECT_TIMEOUT, ANSWER_TIMEOUT);
	}

	/**
	 * The same port of another address.
	 * @param host the address
	 * @return a new target
	 */
	public Target withHost(String host) {
		return new Target(new InetSocketAddress(host, this.address.getPort()), this.tls, this.connectTimeout,
				this.answerTimeout);
	}

	/**
	 * The same target with TLS.
	 * @return a new target
	 */
	public Target withTls() {
		return new Target(this.address, true, this.connectTimeout, this.answerTimeout);
	}

	/**
	 * The same target with other time limits.
	 * @param connect the limit for establishing a connection
	 * @param answer the limit for an answer
	 * @return a new target
	 */
	public Target withTimeouts(Duration connect, Duration answer) {
		return new Target(this.address, this.tls, connect, answer);
	}

}
