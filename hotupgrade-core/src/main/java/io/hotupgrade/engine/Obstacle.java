package io.hotupgrade.engine;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Something that stands in the way of an upgrade, for people.
 *
 * @param problem what it is: a sentence without its end
 * @param remedy what to do: a sentence without its end, or an empty string
 */
record Obstacle(String problem, String remedy) {

	static Obstacle of(String problem) {
		return new Obstacle(problem, "");
	}

	UpgradeRefusedException refusal(RefusalReason reason) {
		return new UpgradeRefusedException(reason, "", this.problem, this.remedy);
	}

}
