package io.hotupgrade.command;

import io.hotupgrade.UpgradeOutcome;

/**
 * How the command has ended. Scripts branch on the numbers, so they stay what they are;
 * the documentation and the command's help list them.
 */
enum ExitCode {

	/** What was asked for is done, or has begun where that is all that was asked for. */
	DONE(0),

	/**
	 * The upgrade has failed before the new version had any traffic, or the rehearsal, or
	 * the command has.
	 */
	FAILED(1),

	/** The command line is wrong, or does not say which of several instances is meant. */
	USAGE(2),

	/** The upgrade has failed after the new version had traffic, which was taken back. */
	ROLLED_BACK(3),

	/** The instance has refused, or would refuse an upgrade. */
	REFUSED(4),

	/** There is no such instance, or none that answers this user in time. */
	UNREACHABLE(5),

	/** Somebody has aborted the upgrade. */
	ABORTED(6),

	/** The upgrade had not ended when the time to wait for it was over. */
	UNDECIDED(7);

	private final int number;

	ExitCode(int number) {
		this.number = number;
	}

	int number() {
		return this.number;
	}

	static ExitCode of(UpgradeOutcome outcome) {
		return switch (outcome) {
			case SUCCEEDED, REHEARSED -> DONE;
			case FAILED -> FAILED;
			case ROLLED_BACK -> ROLLED_BACK;
			case ABORTED -> ABORTED;
		};
	}

}
