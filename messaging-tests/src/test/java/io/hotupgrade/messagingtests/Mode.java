package io.hotupgrade.messagingtests;

/**
 * Who works while both instances run.
 */
enum Mode {

	OVERLAP("overlap"), HAND_OVER("hand-over");

	private final String property;

	Mode(String property) {
		this.property = property;
	}

	String argument() {
		return "--hotupgrade.handover.background-work=" + this.property;
	}

}
