package io.hotupgrade.internal.control;

/**
 * Why an instance lets another one not in that has connected to its control socket.
 */
public enum PeerRefusal {

	/** The peer has begun with something else than it should, or with nothing. */
	HELLO_EXPECTED,

	/** The peer speaks an older protocol than is supported. */
	PROTOCOL_UNSUPPORTED,

	/** The receiver has not launched the sender, or has let another one in. */
	NOT_AWAITED,

	/** The receiver is not the instance that the sender looks for. */
	OTHER_INSTANCE,

	/** The peer is not the process that it says it is. */
	OTHER_PROCESS,

	/** An upgrade would have been refused to anybody; the message begins with why. */
	UPGRADE_REFUSED,

	/** An upgrade could not be begun. */
	LAUNCH_FAILED,

	/** Something else has gone wrong in the instance that refuses. */
	INTERNAL_ERROR,

	/**
	 * One that only another release has; the message begins with its name. Not sent.
	 */
	UNKNOWN

}
