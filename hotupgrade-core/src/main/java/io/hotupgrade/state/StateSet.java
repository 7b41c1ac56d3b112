package io.hotupgrade.state;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hotupgrade.StateHandover;

/**
 * The states of this instance.
 *
 * @param limits what handing them over may take
 * @param all the states, in the order in which they pass on
 */
record StateSet(StateLimits limits, List<StateHandover> all) {

	StateSet {
		all = List.copyOf(all);
		Set<String> names = new HashSet<>();
		for (StateHandover state : all) {
			if (state.name().isBlank() || !names.add(state.name())) {
				throw new IllegalArgumentException(("The name '%s' of the StateHandover %s is empty or another one's, "
						+ "too; give each a name of its own")
					.formatted(state.name(), state.getClass().getName()));
			}
		}
	}

	List<StateHandover> at(StateHandover.Moment moment) {
		return this.all.stream().filter((state) -> state.moment() == moment).toList();
	}

}
