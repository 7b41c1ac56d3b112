package io.hotupgrade.autoconfigure.state;

import io.hotupgrade.StateHandover;
import io.hotupgrade.state.StateExchange;
import io.hotupgrade.state.StateLimits;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells the engine which states there are, once all beans are there that may depend on
 * it.
 */
final class StateRegistration implements SmartInitializingSingleton {

	private final StateExchange exchange;

	private final StateLimits limits;

	private final ObjectProvider<StateHandover> states;

	StateRegistration(StateExchange exchange, StateLimits limits, ObjectProvider<StateHandover> states) {
		this.exchange = exchange;
		this.limits = limits;
		this.states = states;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.exchange.use(this.limits, this.states.orderedStream().toList());
	}

}
