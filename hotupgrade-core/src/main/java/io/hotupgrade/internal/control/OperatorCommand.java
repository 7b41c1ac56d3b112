package io.hotupgrade.internal.control;

/**
 * What an operator may ask an instance for. The names are the protocol.
 */
public enum OperatorCommand {

	/** To tell what it is and does. */
	STATUS,

	/** To tell what an upgrade would meet. */
	CHECK,

	/** To begin an upgrade. */
	UPGRADE,

	/** To prepare the start of the next upgrade. */
	PREPARE,

	/** To begin a rehearsal. */
	REHEARSE,

	/** To let an upgrade go on that waits at a gate. */
	CONTINUE,

	/** To abort the running upgrade. */
	ABORT,

	/** To stop gently, without a successor. */
	DRAIN

}
