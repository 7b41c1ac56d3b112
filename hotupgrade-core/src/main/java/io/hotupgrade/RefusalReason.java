package io.hotupgrade;

/**
 * Why a request to begin, continue or abort an upgrade was refused; meant for scripts to
 * branch on.
 *
 * @since 0.1.0
 */
public enum RefusalReason {

	/** An upgrade is under way already. */
	UPGRADE_IN_PROGRESS(Kind.CONFLICT),

	/** This instance is still starting. */
	NOT_READY(Kind.CONFLICT),

	/** This instance is stopping. */
	STOPPING(Kind.CONFLICT),

	/** There is no upgrade to abort. */
	NOTHING_TO_ABORT(Kind.CONFLICT),

	/** The upgrade is past its point of no return. */
	TOO_LATE_TO_ABORT(Kind.CONFLICT),

	/** No upgrade waits for somebody to say to go on. */
	NOT_AT_GATE(Kind.CONFLICT),

	/** Another process listens on one of the ports too. */
	STRANGER_ON_PORT(Kind.CONFLICT),

	/** The kernel's tables of listeners cannot be read or written at the moment. */
	STEERING_UNAVAILABLE(Kind.CONFLICT),

	/** Another application runs in the same process, which would end with it. */
	SEVERAL_APPLICATIONS(Kind.UNSUPPORTED),

	/** No embedded server with an upgradable listener is running. */
	NO_LISTENER(Kind.UNSUPPORTED),

	/** The operating system or the server lacks what an upgrade needs. */
	UNSUPPORTED(Kind.UNSUPPORTED),

	/**
	 * This instance is process 1 of its container, or was started by one that ends with
	 * it, or that cannot be seen.
	 */
	CONTAINER_INIT(Kind.UNSUPPORTED),

	/** systemd would end the successor with this instance, its main process. */
	SYSTEMD_MAIN_PROCESS(Kind.UNSUPPORTED),

	/** A supervisor knows the application by this process, and by no other. */
	SUPERVISOR(Kind.UNSUPPORTED),

	/** The session of a terminal ends with this instance, and the successor with it. */
	TERMINAL(Kind.UNSUPPORTED),

	/** The keeper that has started this application is gone. */
	KEEPER_GONE(Kind.UNSUPPORTED),

	/** The command line has a fixed port which two instances cannot share. */
	FIXED_SIDE_PORT(Kind.UNSUPPORTED),

	/** The working directory is gone, in which the successor would start. */
	DIRECTORY_NOT_FOUND(Kind.UNSUPPORTED),

	/** A rehearsal would take away what cannot exist twice. */
	EXCLUSIVE_RESOURCES(Kind.UNSUPPORTED),

	/** The jar is compiled for a newer Java than the one that would run it. */
	JAVA_TOO_OLD(Kind.UNSUPPORTED),

	/** Two instances do not fit into the memory that there is. */
	NOT_ENOUGH_MEMORY(Kind.UNSUPPORTED),

	/** The control socket could not be opened. */
	CONTROL_UNAVAILABLE(Kind.UNSUPPORTED),

	/** The request names a jar and configuration does not allow that one. */
	JAR_NOT_ALLOWED(Kind.BAD_REQUEST),

	/** There is no readable jar at the requested or configured place. */
	JAR_NOT_FOUND(Kind.BAD_REQUEST),

	/** The jar can be opened, and something in it is not what it was. */
	JAR_DAMAGED(Kind.BAD_REQUEST),

	/** The jar is not the one whose SHA-256 the request names. */
	CHECKSUM_MISMATCH(Kind.BAD_REQUEST),

	/** The request could not be understood. */
	MALFORMED_REQUEST(Kind.BAD_REQUEST);

	private final Kind kind;

	RefusalReason(Kind kind) {
		this.kind = kind;
	}

	/**
	 * Who can do something about the refusal.
	 * @return the kind of refusal
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * What has to change before the same request can succeed.
	 */
	public enum Kind {

		/** The request itself. */
		BAD_REQUEST,

		/** The moment. */
		CONFLICT,

		/** The installation. */
		UNSUPPORTED

	}

}
