package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Map;

/**
 * What the pipeline's warm-up writes: something of each kind.
 *
 * @param number a number
 * @param sort a text
 * @param entries a list
 */
record PipelinePage(int number, String sort, List<Entry> entries) {

	static PipelinePage of(int number, String sort) {
		return new PipelinePage(number, sort, List.of(new Entry(1, "first", 0.5, true, Map.of("in", "stock")),
				new Entry(2, "größe", 1.5, false, Map.of())));
	}

	/**
	 * An entry of the list.
	 *
	 * @param id a large number
	 * @param name a text
	 * @param price a fraction
	 * @param open a truth
	 * @param attributes a map
	 */
	record Entry(long id, String name, double price, boolean open, Map<String, String> attributes) {

	}

}
