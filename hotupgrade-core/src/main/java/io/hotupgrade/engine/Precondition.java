package io.hotupgrade.engine;

import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Something that has to be so for an upgrade to begin.
 */
@FunctionalInterface
interface Precondition {

	/**
	 * Looks whether it is so now.
	 * @throws UpgradeRefusedException if it is not
	 */
	void check();

	/**
	 * Makes one that is told by what stands in its way.
	 * @param reason what is not so then, for scripts
	 * @param found what stands in its way; empty if all is well
	 * @return the precondition
	 */
	static Precondition without(RefusalReason reason, Supplier<Optional<Obstacle>> found) {
		return () -> found.get().ifPresent((obstacle) -> {
			throw obstacle.refusal(reason);
		});
	}

}
