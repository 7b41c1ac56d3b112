package io.hotupgrade.engine;

import io.hotupgrade.FailureReason;

/**
 * What can happen to an instance in its role as predecessor.
 */
sealed interface UpgradeEvent {

	/**
	 * An upgrade was asked for, and nothing speaks against it.
	 *
	 * @param prepare whether the start is prepared first
	 * @param rehearsal whether the successor is ended when it is ready
	 */
	record Requested(boolean prepare, boolean rehearsal) implements UpgradeEvent {
	}

	/** The start is prepared, or it has turned out that it cannot be. */
	record Prepared() implements UpgradeEvent {
	}

	/** The successor has bound its listeners. */
	record Bound() implements UpgradeEvent {
	}

	/** The successor is ready for traffic. */
	record Ready() implements UpgradeEvent {
	}

	/**
	 * The kernel sends a share of new connections to the successor.
	 *
	 * @param gate whether the next step waits for {@link Continued}
	 */
	record StepBegun(boolean gate) implements UpgradeEvent {
	}

	/** The time of a step that is no gate is over. */
	record StepOver() implements UpgradeEvent {
	}

	/** Somebody has said to go on. */
	record Continued() implements UpgradeEvent {
	}

	/** The kernel sends every new connection to the successor. */
	record Shifted() implements UpgradeEvent {
	}

	/** The successor has stood the test. */
	record ProbationOver() implements UpgradeEvent {
	}

	/** The attempt cannot succeed, and the successor's process may still be there. */
	record Failed(FailureReason reason, String message) implements UpgradeEvent {
	}

	/** Somebody wants the upgrade to end. */
	record AbortRequested(String message) implements UpgradeEvent {
	}

	/** The successor's process has ended and was reaped. */
	record SuccessorExited(String message) implements UpgradeEvent {
	}

	/**
	 * An action has failed that must not be left out, and a moment has passed since.
	 *
	 * @param action the action
	 */
	record Again(UpgradeAction action) implements UpgradeEvent {
	}

	/** This instance was told to stop. */
	record StopRequested() implements UpgradeEvent {
	}

}
