package io.hotupgrade.endtoend;

import java.util.Set;

import io.hotupgrade.loadmeter.Outcome;

/**
 * One cell of the fault matrix.
 *
 * @param moment when the fault strikes
 * @param fault what happens, for people
 * @param preparation what is arranged before the upgrade is asked for
 * @param strike what is done at the moment
 * @param ending what has to become of the upgrade
 * @param losses what clients may lose
 * @param origin where the successor comes from
 * @param quick whether it belongs to the share that runs in CI
 */
record FaultCase(Moment moment, String fault, Step preparation, Step strike, Ending ending, Losses losses,
		Origin origin, boolean quick) {

	static FaultCase of(Moment moment, String fault, Step strike, Ending ending) {
		return new FaultCase(moment, fault, Step.NOTHING, strike, ending, Losses.NONE, Origin.SCRIPT, false);
	}

	String name() {
		return this.moment + ": " + this.fault;
	}

	FaultCase prepared(Step before) {
		return new FaultCase(this.moment, this.fault, before, this.strike, this.ending, this.losses, this.origin,
				this.quick);
	}

	FaultCase losing(Losses allowed) {
		return new FaultCase(this.moment, this.fault, this.preparation, this.strike, this.ending, allowed, this.origin,
				this.quick);
	}

	FaultCase quickly() {
		return new FaultCase(this.moment, this.fault, this.preparation, this.strike, this.ending, this.losses,
				this.origin, true);
	}

	FaultCase withOwnCommand() {
		return new FaultCase(this.moment, this.fault, this.preparation, this.strike, this.ending, this.losses,
				Origin.OWN_COMMAND, this.quick);
	}

	/** Without a parent: started by hand, it takes over from the one that runs. */
	FaultCase byHand() {
		return new FaultCase(this.moment, this.fault + ", started by hand", this.preparation, this.strike, this.ending,
				this.losses, Origin.HAND, this.quick);
	}

	FaultCase inSteps() {
		return new FaultCase(this.moment, this.fault, this.preparation, this.strike, this.ending, this.losses,
				Origin.IN_STEPS, this.quick);
	}

	@Override
	public String toString() {
		return name();
	}

	/**
	 * Where a successor comes from.
	 */
	enum Origin {

		/** Launched by a script, so that any program can stand in for it. */
		SCRIPT,

		/** Launched with the command of the instance itself. */
		OWN_COMMAND,

		/** Started by hand, with {@code hotupgrade.takeover=require}. */
		HAND,

		/** Launched by a script, and given half of the new connections before all. */
		IN_STEPS

	}

	/**
	 * When a fault strikes.
	 */
	enum Moment {

		/** Before the upgrade is asked for. */
		SERVING,

		/** As soon as the upgrade has begun. */
		LAUNCHING,

		/** While the successor listens and is not healthy yet. */
		STARTING,

		/** While both get new connections. */
		SHIFTING,

		/** While the successor has all new connections and is on probation. */
		PROBATION,

		/**
		 * While the predecessor waits for a last request, past the point of no return.
		 */
		DRAINING

	}

	/**
	 * Who has to serve in the end.
	 */
	enum Survivor {

		PREDECESSOR, SUCCESSOR, NOBODY,

		/**
		 * All were killed, so that their files stay until the next start.
		 */
		NOBODY_TO_CLEAN_UP;

		boolean isAnybody() {
			return this == PREDECESSOR || this == SUCCESSOR;
		}

	}

	/**
	 * What has to become of the upgrade.
	 *
	 * @param survivor who serves in the end
	 * @param words what is acceptable as outcome with reason, such as
	 * {@code FAILED UNHEALTHY}; as an answer of the endpoint that refuses, such as
	 * {@code 409 STRANGER_ON_PORT}; or empty if nobody is left who remembers
	 */
	record Ending(Survivor survivor, Set<String> words) {

		static Ending served(Survivor survivor, String... words) {
			return new Ending(survivor, Set.of(words));
		}

	}

	/**
	 * What clients may lose.
	 *
	 * @param kinds in which ways
	 * @param most how many requests at most
	 */
	record Losses(Set<Outcome> kinds, long most) {

		static final Losses NONE = new Losses(Set.of(), 0);

		/** What a killed process held: requests in flight and its accept queue. */
		static final Losses HELD = new Losses(
				Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE, Outcome.CLOSED_IN_RESPONSE), 20);

		/**
		 * The same of a process that had been stopped before it was killed, or as good as
		 * stopped.
		 */
		static final Losses HELD_WHILE_STOPPED = new Losses(
				Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE, Outcome.CLOSED_IN_RESPONSE, Outcome.TIMEOUT),
				1_000);

		/** What a process could not answer, or not rightly, before it was found out. */
		static final Losses ANSWERED_BADLY = new Losses(Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE,
				Outcome.CLOSED_IN_RESPONSE, Outcome.TIMEOUT, Outcome.STATUS_5XX), 1_000);

		/** Nobody listens, for a while or for good. */
		static final Losses NOBODY_LISTENS = new Losses(Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE,
				Outcome.CLOSED_IN_RESPONSE, Outcome.CONNECT_REFUSED, Outcome.CONNECT_TIMEOUT), 10_000);

	}

	/**
	 * Something that is done to a scene.
	 */
	@FunctionalInterface
	interface Step {

		Step NOTHING = (scene) -> {
		};

		void in(FaultScene scene) throws Exception;

		default Step then(Step next) {
			return (scene) -> {
				in(scene);
				next.in(scene);
			};
		}

	}

}
