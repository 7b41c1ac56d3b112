package io.hotupgrade.workbench;

import java.util.Optional;
import java.util.Random;

/**
 * What happens to one upgrade. The same seed always gives the same plans.
 *
 * @param fault the fault; none in a third of them
 * @param moment when it strikes, as a share of the time that an undisturbed upgrade takes
 */
record ChaosPlan(Optional<ChaosFault> fault, double moment) {

	/**
	 * Draws a plan.
	 * @param seed the seed of the whole run
	 * @param number the number of the upgrade in it
	 */
	static ChaosPlan draw(int seed, int number) {
		Random random = new Random(seed * 1_000_003L + number);
		boolean disturbed = random.nextInt(3) > 0;
		ChaosFault fault = ChaosFault.values()[random.nextInt(ChaosFault.values().length)];
		return new ChaosPlan(Optional.of(fault).filter((any) -> disturbed), random.nextDouble());
	}

}
