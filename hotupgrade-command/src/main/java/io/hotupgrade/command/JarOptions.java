package io.hotupgrade.command;

import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Option;

/**
 * What to upgrade to.
 */
final class JarOptions {

	@Option(names = "--jar", paramLabel = "PATH", defaultValue = "",
			description = "the jar to upgrade to, if not the configured one; hotupgrade.launch.requestable-jars has to allow it")
	private String jar;

	@Option(names = "--sha256", paramLabel = "DIGITS", defaultValue = "",
			description = "the SHA-256 that the jar has to have, as sha256sum prints it")
	private String sha256;

	/**
	 * Asks for it.
	 * @param command what is asked for
	 * @return the request
	 */
	OperatorRequest request(OperatorCommand command) {
		return new OperatorRequest(ControlMessage.PROTOCOL, command, this.jar, this.sha256);
	}

}
