package io.hotupgrade.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Resident}.
 */
class ResidentTests {

	@Test
	void neighbourIsTheOtherOneUntilItLeaves() {
		Resident shop = Resident.enter("shop");
		Resident stock = Resident.enter("stock");
		try {
			assertThat(shop.neighbour()).get().asString().contains("another application, too (stock)");
			assertThat(stock.neighbour()).get().asString().contains("(shop)");
			stock.leave();
			assertThat(shop.neighbour()).isEmpty();
		}
		finally {
			shop.leave();
			stock.leave();
		}
	}

	@Test
	void neighbourMayHaveNoName() {
		Resident first = Resident.enter("");
		Resident second = Resident.enter("");
		try {
			assertThat(first.neighbour()).get().asString().contains("another application, too: ");
		}
		finally {
			first.leave();
			second.leave();
		}
	}

	@Test
	void heritageIsTakenOnceAndByTheSameApplication() {
		Heritage left = new Heritage(3, List.of("java"), List.of());
		left.leaveTo("heritage of a test");
		assertThat(Heritage.take("another")).isEmpty();
		assertThat(Heritage.take("heritage of a test")).contains(left);
		assertThat(Heritage.take("heritage of a test")).isEmpty();
	}

}
