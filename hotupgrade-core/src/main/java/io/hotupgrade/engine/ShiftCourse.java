package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.hotupgrade.RequestStatistics;
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

	private final ShiftPace pace = new ShiftPace();

	private final AnswerTally answers = new AnswerTally();

	/** 0 before the first. */
	private int step;

	/** How many steps the next one is further. */
	private int stride = 1;

	private long begun;

	private Duration held = Duration.ZERO;

	private String heldBecause = "";

	private int heldAt;

	private Instant since = Instant.EPOCH;

	private @Nullable Tally total;

	private @Nullable Tally inStep;

	/** At the moment of the successor's last report. */
	private long acceptedByPredecessor;

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
		return at(this.step + this.stride);
	}

	/**
	 * Leaves out all steps that are left, whatever the plan says.
	 */
	void moveAllAtOnce() {
		this.stride = ALL;
	}

	/**
	 * Tells that the kernel has been asked for what {@link #next()} has said.
	 */
	void advance() {
		this.step = Math.min(this.step + this.stride, this.plan.steps().size() + 1);
		this.stride = 1;
		this.since = this.scheduler.now();
		this.inStep = new Tally();
		if (this.total == null) {
			this.total = this.inStep;
			this.begun = this.scheduler.nanoTime();
		}
	}

	boolean hasBegun() {
		return this.step > 0;
	}

	boolean isAt(int number) {
		return this.step == number;
	}

	/**
	 * Takes what the successor has accepted since its start, and what both have answered
	 * since they began to count.
	 * @param bySuccessor the number of connections
	 * @param predecessor the predecessor's requests
	 * @param successor the successor's requests
	 */
	void reported(long bySuccessor, RequestStatistics predecessor, RequestStatistics successor) {
		this.answers.reported(predecessor, successor);
		this.acceptedByPredecessor = this.accepted.getAsLong();
		this.acceptedBySuccessor = bySuccessor;
		for (Tally tally : List.of(this.total, this.inStep)) {
			tally.beginOnce(this.acceptedByPredecessor, bySuccessor);
		}
	}

	/**
	 * How long a step is held at most.
	 */
	Duration limit(ShiftPlan.Step next) {
		return (next.until() == ShiftPlan.Until.PROVED) ? this.plan.patience() : next.period();
	}

	/**
	 * Why the share is not raised.
	 * @return a sentence for people
	 */
	String describeHold() {
		return "The successor stays at %d %% of new connections until it is as fast as this instance: %s"
			.formatted(status().percent(), this.heldBecause);
	}

	/**
	 * Whether the share waits for the successor to become as fast as its predecessor.
	 */
	boolean isAwaiting() {
		return isUntilProved() && !isOverdue();
	}

	/**
	 * Judges by what both have answered since they began to count whether a step is over
	 * that ends with a proof.
	 * @param predecessor the predecessor's requests
	 * @param successor the successor's requests
	 * @return what follows
	 */
	Judgement judge(RequestStatistics predecessor, RequestStatistics successor) {
		if (!isUntilProved()) {
			return Judgement.NOTHING_NEW;
		}
		Optional<ShiftPace.Verdict> verdict = this.pace.report(this.scheduler.nanoTime(),
				this.accepted.getAsLong() + this.acceptedBySuccessor, predecessor, successor);
		if (verdict.isPresent() && !verdict.get().holds()) {
			this.stride = Math.min(verdict.get().steps(), ALL);
			return Judgement.PROVED;
		}
		if (isOverdue()) {
			this.stride = ALL;
			return Judgement.OVERDUE;
		}
		return verdict.map(this::hold).orElse(Judgement.NOTHING_NEW);
	}

	private Judgement hold(ShiftPace.Verdict verdict) {
		this.held = this.held.plus(verdict.window());
		this.heldBecause = verdict.reason();
		boolean first = this.step != this.heldAt;
		this.heldAt = this.step;
		return first ? Judgement.HELD : Judgement.NOTHING_NEW;
	}

	private boolean isUntilProved() {
		return at(this.step).filter((current) -> current.until() == ShiftPlan.Until.PROVED).isPresent();
	}

	private boolean isOverdue() {
		return this.scheduler.nanoTime() - this.begun >= this.plan.patience().toNanos();
	}

	ShiftStatus status() {
		Optional<ShiftPlan.Step> current = at(this.step);
		return new ShiftStatus(this.plan.description(), this.step, this.plan.steps().size() + 1,
				current.map(ShiftPlan.Step::percent).orElse(ALL), this.since,
				current.filter(ShiftPlan.Step::isGate).isPresent(), split(this.total), split(this.inStep),
				new ShiftStatus.Held(this.held, this.heldBecause), this.answers.answered());
	}

	private Optional<ShiftPlan.Step> at(int number) {
		List<ShiftPlan.Step> steps = this.plan.steps();
		return (number >= 1 && number <= steps.size()) ? Optional.of(steps.get(number - 1)) : Optional.empty();
	}

	private ShiftStatus.Split split(Tally tally) {
		return tally.since(this.acceptedByPredecessor, this.acceptedBySuccessor);
	}

	/**
	 * What follows from a report.
	 */
	enum Judgement {

		/** Nothing. */
		NOTHING_NEW,

		/** The share is not raised for now, which it has been so far. */
		HELD,

		/** The share can be raised. */
		PROVED,

		/** The successor has had all the time there is, and is not as fast. */
		OVERDUE

	}

	/**
	 * Counts from the first report on that follows the beginning to the last one, as both
	 * numbers have to be of the same moment.
	 */
	private static final class Tally {

		private long predecessor;

		private long successor;

		private boolean begun;

		void beginOnce(long byPredecessor, long bySuccessor) {
			if (!this.begun) {
				this.begun = true;
				this.predecessor = byPredecessor;
				this.successor = bySuccessor;
			}
		}

		ShiftStatus.Split since(long byPredecessor, long bySuccessor) {
			return this.begun ? new ShiftStatus.Split(byPredecessor - this.predecessor, bySuccessor - this.successor)
					: ShiftStatus.Split.NONE;
		}

	}

}
