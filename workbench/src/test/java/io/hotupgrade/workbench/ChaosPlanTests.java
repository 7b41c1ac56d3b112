package io.hotupgrade.workbench;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosPlanTests {

	private static final int UPGRADES = 3_000;

	@Test
	void sameSeedGivesTheSamePlans() {
		assertThat(plans(7)).isEqualTo(plans(7)).isNotEqualTo(plans(8));
	}

	@Test
	void twoThirdsAreDisturbedAndByEveryFault() {
		List<ChaosPlan> plans = plans(1);
		assertThat(plans.stream().filter((plan) -> plan.fault().isPresent()).count()).isBetween(UPGRADES * 6L / 10,
				UPGRADES * 7L / 10);
		assertThat(plans.stream().flatMap((plan) -> plan.fault().stream())).contains(ChaosFault.values());
	}

	private static List<ChaosPlan> plans(int seed) {
		return IntStream.range(0, UPGRADES).mapToObj((number) -> ChaosPlan.draw(seed, number)).toList();
	}

}
