package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

import io.hotupgrade.loadmeter.Outcome;
import io.hotupgrade.loadmeter.process.ProcessSignal;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * What is done to an upgrade.
 */
enum ChaosFault {

	SUCCESSOR_KILLED(true, Held.BY_THE_KILLED) {
		@Override
		void strike(ChaosStage stage) {
			ProcessSignal.KILL.sendTo(stage.successor());
		}
	},

	SUCCESSOR_TERMINATED(true, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) {
			ProcessSignal.TERM.sendTo(stage.successor());
		}
	},

	SUCCESSOR_INTERRUPTED(true, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) {
			ProcessSignal.INT.sendTo(stage.successor());
		}
	},

	/**
	 * For so long that it counts as hung. Not for good: at the very end of its probation
	 * nobody would be left to notice.
	 */
	SUCCESSOR_HUNG(true, Held.BY_THE_STOPPED) {
		@Override
		void strike(ChaosStage stage) throws InterruptedException {
			pause(stage.successor(), Chaos.HEARTBEAT_TIMEOUT.multipliedBy(2));
		}
	},

	/** For a moment that nobody has to notice, but may. */
	SUCCESSOR_PAUSED(true, Held.BY_THE_STOPPED) {
		@Override
		void strike(ChaosStage stage) throws InterruptedException {
			pause(stage.successor(), PAUSE);
		}
	},

	PREDECESSOR_KILLED(false, Held.BY_THE_ONLY_ONE) {
		@Override
		void strike(ChaosStage stage) {
			ProcessSignal.KILL.sendTo(stage.predecessor());
		}
	},

	PREDECESSOR_PAUSED(false, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) throws InterruptedException {
			pause(stage.predecessor(), PAUSE);
		}
	},

	ABORT(false, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) throws IOException {
			stage.endpoint().abort();
		}
	},

	SECOND_REQUEST(false, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) throws IOException {
			stage.endpoint().upgrade();
		}
	},

	CONTROL_SOCKET_DELETED(false, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) throws IOException {
			stage.deleteControlSockets();
		}
	},

	CONTROL_DIRECTORY_DELETED(false, Held.NOTHING) {
		@Override
		void strike(ChaosStage stage) throws IOException {
			stage.deleteControlDirectory();
		}
	},

	JAR_TRUNCATED {
		@Override
		void prepare(ChaosStage stage) throws IOException {
			stage.directory().truncateJar();
		}
	},

	START_FAILS {
		@Override
		void prepare(ChaosStage stage) throws IOException {
			stage.directory().configure("hotupgrade.history-size=-1");
		}
	},

	NEVER_HEALTHY {
		@Override
		void prepare(ChaosStage stage) throws IOException {
			stage.directory()
				.configure("hotupgrade.health.timeout=1s", "management.health.diskspace.threshold=1000000TB");
		}
	};

	private static final Duration PAUSE = Duration.ofSeconds(2);

	private final boolean hitsSuccessor;

	private final boolean hasMoment;

	private final Held held;

	ChaosFault(boolean hitsSuccessor, Held held) {
		this.hitsSuccessor = hitsSuccessor;
		this.hasMoment = true;
		this.held = held;
	}

	/** One that is prepared. */
	ChaosFault() {
		this.hitsSuccessor = false;
		this.hasMoment = false;
		this.held = Held.NOTHING;
	}

	/**
	 * Whether it strikes at a moment, or else is there from the beginning.
	 */
	boolean hasMoment() {
		return this.hasMoment;
	}

	/**
	 * Whether it hits the successor, which would leave nobody once that serves alone.
	 */
	boolean hitsSuccessor() {
		return this.hitsSuccessor;
	}

	/** In which ways clients may lose what a process held that this ends. */
	Set<Outcome> explains() {
		return this.held.outcomes;
	}

	/** Before the upgrade. */
	void prepare(ChaosStage stage) throws IOException {
	}

	/** At the moment that was drawn. */
	void strike(ChaosStage stage) throws IOException, InterruptedException {
	}

	private static void pause(long pid, Duration length) throws InterruptedException {
		ProcessSignal.STOP.sendTo(pid);
		try {
			Pause.of(length);
		}
		finally {
			ProcessSignal.CONT.sendTo(pid);
		}
	}

	private enum Held {

		NOTHING(Set.of()),

		BY_THE_KILLED(Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE, Outcome.CLOSED_IN_RESPONSE)),

		BY_THE_STOPPED(
				Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE, Outcome.CLOSED_IN_RESPONSE, Outcome.TIMEOUT)),

		/** Until the successor listens, nobody does. */
		BY_THE_ONLY_ONE(Set.of(Outcome.RESET, Outcome.CLOSED_BEFORE_RESPONSE, Outcome.CLOSED_IN_RESPONSE,
				Outcome.CONNECT_REFUSED));

		private final Set<Outcome> outcomes;

		Held(Set<Outcome> outcomes) {
			this.outcomes = outcomes;
		}

	}

}
