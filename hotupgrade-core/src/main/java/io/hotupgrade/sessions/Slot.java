package io.hotupgrade.sessions;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What one instance knows of the session with one id, while it shares sessions with
 * another instance. Immutable, and free of everything but the rules: what has to be done
 * is in the {@link Effect}s of a {@link Step}.
 * <p>
 * The owner of a session is the instance that has it {@code here}. Requests pin it from
 * their first access to their end, and it moves only when nobody pins it. A request that
 * comes while the other instance waits for it is queued behind that, so that neither
 * instance can keep a session by being busy.
 *
 * @param here whether this instance owns the session
 * @param pins requests of this instance that use it
 * @param waiting requests of this instance that wait for it
 * @param question number of the open question to the other instance; 0 if there is none
 * @param wanted number of the other instance's question that waits for the pins; 0 if
 * there is none
 * @param copy whether the session was given away, and what was given is kept for the case
 * that the other instance dies
 */
record Slot(boolean here, int pins, int waiting, long question, long wanted, boolean copy) {

	/** Of an id that nothing is known of. */
	static final Slot UNKNOWN = new Slot(false, 0, 0, 0, 0, false);

	/**
	 * Whether there is nothing to remember.
	 */
	boolean isForgettable() {
		return equals(UNKNOWN);
	}

	/**
	 * A request wants the session. It has it if the step has no {@link Effect#ASK} and
	 * nobody more waits in it.
	 * @param number number of the question, should one have to be asked
	 * @return what follows
	 */
	Step access(long number) {
		if (this.here) {
			return (this.wanted == 0) ? step(pinnedBy(this.pins + 1)) : step(awaitedBy(this.waiting + 1));
		}
		Slot next = awaitedBy(this.waiting + 1);
		return (this.question == 0) ? step(next.asking(number), Effect.ASK) : step(next);
	}

	/**
	 * A request that has the session, or another part of it, uses it once more.
	 * @return what follows
	 */
	Step pinned() {
		return step(this.here ? pinnedBy(this.pins + 1) : this);
	}

	/**
	 * A request has ended.
	 * @param number number of the question, should one have to be asked
	 * @return what follows
	 */
	Step released(long number) {
		if (!this.here || this.pins == 0) {
			return step(this);
		}
		Slot next = pinnedBy(this.pins - 1);
		return (next.pins == 0 && next.wanted != 0) ? next.handOver(Effect.GIVE, number) : step(next);
	}

	/**
	 * A request does not wait any longer.
	 * @return what follows
	 */
	Step gaveUp() {
		return step(awaitedBy(Math.max(0, this.waiting - 1)));
	}

	/**
	 * A request has created the session, or given it this id.
	 * @param users requests that use it already
	 * @return what follows
	 */
	Step created(int users) {
		return arrived(users);
	}

	/**
	 * The session was ended in this instance, or its id is another one now.
	 * @return what follows
	 */
	Step deleted() {
		Slot next = new Slot(false, 0, 0, this.here ? 0 : this.question, 0, false);
		if (!this.here) {
			return step(next.awaitedBy(this.waiting), Effect.DELETED);
		}
		return new Step(next, effects(Effect.DELETED, (this.wanted != 0) ? Effect.NONE : null,
				(this.waiting > 0) ? Effect.REFUSE : null), this.wanted);
	}

	/**
	 * The other instance asks for the session.
	 * @param theirs the number of its question
	 * @param number number of the question, should one have to be asked
	 * @return what follows
	 */
	Step asked(long theirs, long number) {
		if (!this.here) {
			return new Step(this, List.of(Effect.NONE), theirs);
		}
		Slot next = new Slot(true, this.pins, this.waiting, this.question, theirs, this.copy);
		return (this.pins == 0) ? next.handOver(Effect.GIVE, number) : step(next);
	}

	/**
	 * The other instance has waited for long enough: it gets the session although
	 * requests of this one use it.
	 * @param number number of the question, should one have to be asked
	 * @return what follows
	 */
	Step forced(long number) {
		return (this.here && this.pins > 0 && this.wanted != 0) ? handOver(Effect.GIVE_IN_USE, number) : step(this);
	}

	/**
	 * This instance leaves, and gives what it has without being asked.
	 * @param number number of the question, should one have to be asked
	 * @return what follows
	 */
	Step left(long number) {
		if (!this.here) {
			return step(this);
		}
		return handOver((this.pins > 0) ? Effect.GIVE_IN_USE : Effect.GIVE, number);
	}

	/**
	 * The other instance has given the session.
	 * @return what follows
	 */
	Step given() {
		return arrived(this.here ? this.pins : 0);
	}

	/**
	 * The other instance does not have it.
	 * @param ours the number of the question that it answers
	 * @return what follows
	 */
	Step none(long ours) {
		if (this.question == 0 || this.question != ours) {
			return step(this);
		}
		return refused();
	}

	/**
	 * The session was ended in the other instance.
	 * @return what follows
	 */
	Step deletedThere() {
		if (this.here) {
			return new Step(UNKNOWN, effects(Effect.EXPIRE, (this.wanted != 0) ? Effect.NONE : null,
					(this.waiting > 0) ? Effect.REFUSE : null), this.wanted);
		}
		return step(new Slot(false, 0, this.waiting, this.question, 0, false));
	}

	/**
	 * The other instance is gone, with all that it had. What it had said before has been
	 * received, so a copy that is still kept is of a session that it did not give back.
	 * @return what follows
	 */
	Step peerDied() {
		if (this.here) {
			return arrived(this.pins);
		}
		return this.copy ? arrived(0).with(Effect.RESTORE) : refused();
	}

	private Step handOver(Effect give, long number) {
		Slot next = new Slot(false, 0, this.waiting, 0, 0, true);
		return (this.waiting > 0) ? step(next.asking(number), give, Effect.ASK) : step(next, give);
	}

	private Step arrived(int users) {
		Slot next = new Slot(true, users + this.waiting, 0, 0, 0, false);
		return (this.waiting > 0) ? step(next, Effect.GRANT) : step(next);
	}

	private Step refused() {
		return (this.waiting > 0) ? step(UNKNOWN, Effect.REFUSE) : step(UNKNOWN);
	}

	private Slot pinnedBy(int users) {
		return new Slot(this.here, users, this.waiting, this.question, this.wanted, this.copy);
	}

	private Slot awaitedBy(int requests) {
		return new Slot(this.here, this.pins, requests, this.question, this.wanted, this.copy);
	}

	private Slot asking(long number) {
		return new Slot(this.here, this.pins, this.waiting, number, this.wanted, this.copy);
	}

	private static Step step(Slot next, Effect... effects) {
		return new Step(next, List.of(effects), 0);
	}

	private static List<Effect> effects(Effect first, @Nullable Effect second, @Nullable Effect third) {
		return Stream.of(first, second, third).filter(Objects::nonNull).toList();
	}

	/** What has to be done, in this order. */
	enum Effect {

		/** Send the session, and keep what was sent. */
		GIVE,

		/** The same, with requests that go on to use what they have. */
		GIVE_IN_USE,

		/** Ask the other instance, with the number of {@link Slot#question()}. */
		ASK,

		/** Tell the other instance that it is not here. */
		NONE,

		/** Tell the other instance that it was ended. */
		DELETED,

		/** Bring back what was kept. */
		RESTORE,

		/** End the session. */
		EXPIRE,

		/** Let those go on who wait, with the session. */
		GRANT,

		/** Let those go on who wait, without a session. */
		REFUSE

	}

	/**
	 * What follows from an event.
	 *
	 * @param next how things stand then
	 * @param effects what has to be done
	 * @param answered number of the other instance's question that {@link Effect#NONE}
	 * answers
	 */
	record Step(Slot next, List<Effect> effects, long answered) {

		private Step with(Effect first) {
			return new Step(this.next, Stream.concat(Stream.of(first), this.effects.stream()).toList(), this.answered);
		}

	}

}
