package io.hotupgrade.internal.supervision;

import io.hotupgrade.RefusalReason;

/**
 * Why a successor would not outlive this process.
 *
 * @param reason what kind of parent it is, for scripts
 * @param problem who it is, and what would happen: a sentence without its end
 * @param remedy what to do: sentences without the last end
 */
public record Danger(RefusalReason reason, String problem, String remedy) {

	/**
	 * All of it, for people.
	 * @return the problem and the remedy
	 */
	public String message() {
		return this.problem + ". " + this.remedy;
	}

}
