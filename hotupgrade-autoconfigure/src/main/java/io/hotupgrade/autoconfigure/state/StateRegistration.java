package io.hotupgrade.autoconfigure.state;

import java.util.Optional;
import java.util.stream.Stream;

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

	private final Optional<StateHandover> caches;

	/**
	 * Creates it.
	 * @param exchange is told
	 * @param limits what handing them over may take
	 * @param states the application's
	 * @param caches those of its caches that are configured to come along
	 */
	StateRegistration(StateExchange exchange, StateLimits limits, ObjectProvider<StateHandover> states,
			Optional<StateHandover> caches) {
		this.exchange = exchange;
		this.limits = limits;
		this.states = states;
		this.caches = caches;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.exchange.use(this.limits, Stream.concat(this.states.orderedStream(), this.caches.stream()).toList());
	}

}
