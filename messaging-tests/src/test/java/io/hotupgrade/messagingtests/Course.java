package io.hotupgrade.messagingtests;

import java.io.IOException;

import io.hotupgrade.loadmeter.process.UpgradeView;

/**
 * What becomes of an upgrade.
 */
enum Course {

	/** The successor stays. */
	UPGRADE("SUCCEEDED", "2s") {

		@Override
		void afterCommit(MessagingSample sample, UpgradeView upgrade) {
		}

	},

	/** The successor works, and is asked to leave in probation. */
	ROLL_BACK("ABORTED", "60s") {

		@Override
		void afterCommit(MessagingSample sample, UpgradeView upgrade) throws IOException {
			sample.instance().endpoint().abort();
		}

	},

	/** The successor is killed in probation, while it works. */
	KILLED_SUCCESSOR("ROLLED_BACK", "60s") {

		@Override
		void afterCommit(MessagingSample sample, UpgradeView upgrade) {
			ProcessHandle.of(upgrade.successor().pid()).orElseThrow().destroyForcibly();
		}

	};

	private final String outcome;

	private final String probation;

	Course(String outcome, String probation) {
		this.outcome = outcome;
		this.probation = probation;
	}

	/** How the endpoint calls it. */
	String outcome() {
		return this.outcome;
	}

	String argument() {
		return "--hotupgrade.probation=" + this.probation;
	}

	/**
	 * Lets it happen, once the successor works.
	 */
	abstract void afterCommit(MessagingSample sample, UpgradeView upgrade) throws IOException;

}
