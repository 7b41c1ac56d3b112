package io.hotupgrade.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where an upgrade is in its plan, and who has accepted how many connections on the way.
 * Used on the engine's thread only.
 */
final class ShiftCourse {

	private static final int ALL = 100;

	private final ShiftPlan plan;

	private final EngineScheduler scheduler;

	private final LongSupplier accepted;

	/** 0 before the first. */
	private int step;

	private Instant since = Instant.EPOCH;

	private @Nullable Tally total;

	private @Nullable Tally inStep;

	private long acceptedBySuccessor;

	/**
	 * Creates a course that has not begun.
	 * @param plan the steps
	 * @param scheduler tells the time
	 * @param accepted counts the connections that the predecessor has accepted
	 */
	ShiftCourse(ShiftPlan plan, EngineScheduler scheduler, LongSupplier accepted) {
		this.plan = plan;
		this.scheduler = scheduler;
		this.accepted = accepted;
	}

	/**
	 * The step that follows.
	 * @return the step; empty if all new connections are to be moved
	 */
	Optional<ShiftPlan.Step> next() {
		return at(this.step + 1);
	}

	/**
	 * Tells that the kernel has been asked for what {@link #next()} has said.
	 */
	void advance() {
		this.step++;
		this.since = this.scheduler.now();
		this.inStep = new Tally(this.accepted.getAsLong());
		if (this.total == null) {
			this.total = this.inStep;
		}
	}

	boolean hasBegun() {
		return this.step > 0;
	}

	boolean isAt(int number) {
		return this.step == number;
	}

	/**
	 * Takes what the successor has accepted since its start.
	 * @param bySuccessor the number of connections
	 */
	void reported(long bySuccessor) {
		this.acceptedBySuccessor = bySuccessor;
		for (Tally tally : List.of(this.total, this.inStep)) {
			tally.beginOnce(this.accepted.getAsLong(), bySuccessor);
		}
	}

	ShiftStatus status() {
		Optional<ShiftPlan.Step> current = at(this.step);
		return new ShiftStatus(this.plan.description(), this.step, this.plan.steps().size() + 1,
				current.map(ShiftPlan.Step::percent).orElse(ALL), this.since,
				current.filter(ShiftPlan.Step::isGate).isPresent(), split(this.total), split(this.inStep));
	}

	private Optional<ShiftPlan.Step> at(int number) {
		List<ShiftPlan.Step> steps = this.plan.steps();
		return (number >= 1 && number <= steps.size()) ? Optional.of(steps.get(number - 1)) : Optional.empty();
	}

	private ShiftStatus.Split split(Tally tally) {
		return tally.since(this.accepted.getAsLong(), this.acceptedBySuccessor);
	}

	/**
	 * Counts from the first report on that follows the beginning, as both numbers have to
	 * be of the same moment.
	 */
	private static final class Tally {

		private long predecessor;

		private long successor;

		private boolean begun;

		Tally(long predecessor) {
			this.predecessor = predecessor;
		}

		void beginOnce(long byPredecessor, long bySuccessor) {
			if (!this.begun) {
				this.begun = true;
				this.predecessor = byPredecessor;
				this.successor = bySuccessor;
			}
		}

		ShiftStatus.Split since(long byPredecessor, long bySuccessor) {
			return new ShiftStatus.Split(byPredecessor - this.predecessor,
					this.begun ? bySuccessor - this.successor : 0);
		}

	}

}
