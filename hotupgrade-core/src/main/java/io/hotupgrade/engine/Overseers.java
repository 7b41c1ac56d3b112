package io.hotupgrade.engine;

import java.util.Optional;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.supervision.Keeper;

/**
 * Those that have started this application and are told how it is: a service manager, a
 * keeper, or nobody. Used on the engine's thread only, except where said otherwise.
 */
final class Overseers {

	private final Optional<ServiceLink> service;

	private final Optional<Keeper> keeper;

	Overseers(Optional<ServiceLink> service, Optional<Keeper> keeper, Instance instance) {
		this.service = service;
		this.keeper = keeper;
		keeper.ifPresent((waiting) -> instance.addListener(new KeeperReports(waiting, instance)));
	}

	/**
	 * The application is ready.
	 * @param awaited whether a predecessor still serves
	 */
	void ready(boolean awaited) {
		this.service.ifPresent((link) -> link.reports().ready(awaited));
		if (!awaited) {
			this.keeper.ifPresent(Keeper::serves);
		}
	}

	/**
	 * An upgrade that was asked for by a signal does not begin.
	 * @param reason why
	 */
	void refused(String reason) {
		this.service.ifPresent((link) -> link.reports().refused(reason));
	}

	void stopping() {
		this.service.ifPresent((link) -> link.reports().stopping());
	}

	void drained() {
		this.service.ifPresent((link) -> link.reports().drained());
	}

	/**
	 * The successor has ended after it had taken over. May be called from any thread when
	 * the engine's has ended.
	 */
	void successorDied(UpgradeRecord upgrade) {
		this.service.ifPresent((link) -> link.reports().successorDied(upgrade));
	}

	/**
	 * The engine ends.
	 * @param ready whether this instance was ever able to serve
	 */
	void end(boolean ready) {
		this.service.ifPresent(ServiceLink::close);
		this.keeper.filter((waiting) -> ready).ifPresent((waiting) -> waiting.leaves(0));
	}

}
