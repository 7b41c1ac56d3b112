package io.hotupgrade;

/**
 * Why an upgrade did not succeed; meant for scripts to branch on.
 *
 * @since 0.1.0
 */
public enum FailureReason {

	/** The successor's process could not be started at all. */
	LAUNCH_FAILED,

	/** The successor did not become ready within its time limit. */
	LAUNCH_TIMEOUT,

	/** The successor's process ended by itself. */
	SUCCESSOR_EXITED,

	/** The successor's application context failed to start. */
	START_FAILED,

	/** The successor started, and its health did not become UP. */
	UNHEALTHY,

	/** The successor's warm-up failed, and was configured to fail the upgrade. */
	WARM_UP_FAILED,

	/** The successor was told to stop by somebody else, for example by a signal. */
	SUCCESSOR_STOPPED,

	/**
	 * The successor was connected, and nothing was heard of it for too long: it hangs.
	 */
	SUCCESSOR_UNRESPONSIVE,

	/** The predecessor hangs: nothing was heard of it for too long. */
	PREDECESSOR_UNRESPONSIVE,

	/**
	 * The predecessor's process ended before its time; the successor serves.
	 */
	PREDECESSOR_DIED,

	/** The successor closed the control channel while its process went on. */
	CHANNEL_CLOSED,

	/** The successor sent something that the protocol does not allow. */
	PROTOCOL_VIOLATION,

	/** The successor's listeners do not cover those of this instance. */
	LISTENERS_DIFFER,

	/** Another application was started in the predecessor's process meanwhile. */
	SEVERAL_APPLICATIONS,

	/** Another process listens on one of the ports too. */
	STRANGER_ON_PORT,

	/** The kernel refused to steer new connections. */
	STEERING_FAILED,

	/**
	 * The guard found that the successor serves requests worse than the predecessor does.
	 */
	GUARD,

	/** The predecessor could not let go of what cannot exist twice. */
	RESOURCE_NOT_RELEASED,

	/**
	 * The successor had what cannot exist twice and did not take over in the time for
	 * which requests may wait.
	 */
	PAUSE_TOO_LONG,

	/** The predecessor could not do what the upgrade needs; its log says why. */
	INTERNAL_ERROR,

	/** What the successor has to be told is larger than a message may be. */
	MESSAGE_TOO_LARGE,

	/** Somebody asked for the abort. */
	ABORT_REQUESTED,

	/** The predecessor was told to stop before the successor had taken over. */
	PREDECESSOR_STOPPED

}
