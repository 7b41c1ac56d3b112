package io.hotupgrade.sessions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hotupgrade.sessions.Slot.Effect;
import io.hotupgrade.sessions.Slot.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Explores everything that can happen to one session between two instances, in every
 * order: requests that overlap, a give by force, the end of the session, one instance
 * that leaves, and one that dies.
 */
class SlotModelTests {

	/** Requests per instance. */
	private static final int REQUESTS = 3;

	private final Set<World> seen = new HashSet<>();

	private final Deque<World> open = new ArrayDeque<>();

	private int ends;

	@Test
	void everythingThatCanHappenKeepsTheSession() {
		reach(new World(new Side(new Slot(true, 0, 0, 0, 0, false), List.of(), REQUESTS, false, 0, true, true),
				new Side(Slot.UNKNOWN, List.of(), REQUESTS, false, 0, true, false), false, false));
		while (!this.open.isEmpty()) {
			World world = this.open.poll();
			if (explore(world) == 0) {
				this.ends++;
				checkEnd(world);
			}
		}
		assertThat(this.ends).isPositive();
		assertThat(this.seen.size()).isGreaterThan(10_000);
	}

	/** Returns how many states follow. */
	private int explore(World world) {
		List<World> next = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			if (world.side(i).alive()) {
				courseOfThings(world, i, next);
			}
		}
		if (next.isEmpty()) {
			checkNobodyWaits(world);
		}
		for (int i = 0; i < 2; i++) {
			if (world.side(i).alive()) {
				incidents(world, i, next);
			}
		}
		next.forEach(this::reach);
		return next.size();
	}

	/** What happens in any case, sooner or later. */
	private void courseOfThings(World world, int i, List<World> next) {
		Side side = world.side(i);
		Side other = world.side(1 - i);
		if (side.slot().pins() > 0) {
			next.add(apply(world, i, side.slot().released(number(side))));
		}
		if (!other.outbox().isEmpty()) {
			next.add(receive(world, i));
		}
		else if (!other.alive() && !world.mourned()) {
			next.add(apply(world.withMourned(), i, side.slot().peerDied()));
		}
	}

	/** What may happen or not. */
	private void incidents(World world, int i, List<World> next) {
		Side side = world.side(i);
		Side other = world.side(1 - i);
		Slot slot = side.slot();
		if (side.requests() > 0) {
			next.add(request(world, i));
		}
		if (slot.waiting() > 0) {
			next.add(apply(world, i, slot.gaveUp()));
		}
		if (slot.pins() > 0 && slot.wanted() != 0) {
			next.add(apply(world, i, slot.forced(number(side))));
		}
		if (slot.pins() > 0 && !world.deleted()) {
			next.add(apply(world.withDeleted(), i, slot.deleted()));
		}
		if (other.alive() && !side.left() && slot.here()) {
			next.add(apply(world.with(i, side.leaving()), i, slot.left(number(side))));
		}
		if (other.alive()) {
			next.add(die(world, 1 - i));
		}
	}

	private World request(World world, int i) {
		Side side = world.side(i);
		World begun = world.with(i, side.withRequests(side.requests() - 1));
		boolean alone = !side.slot().here() && world.mourned();
		return alone ? begun : apply(begun, i, side.slot().access(number(side)));
	}

	private World receive(World world, int i) {
		Side from = world.side(1 - i);
		Message message = from.outbox().get(0);
		World taken = world.with(1 - i, from.withOutbox(from.outbox().subList(1, from.outbox().size())));
		Slot slot = taken.side(i).slot();
		long number = number(taken.side(i));
		switch (message.kind()) {
			case ASK:
				return apply(taken, i, slot.asked(message.number(), number));
			case GIVE:
				assertThat(slot.here()).as("Two owners: %s", world).isFalse();
				return apply(taken, i, slot.given());
			case NONE:
				return apply(taken, i, slot.none(message.number()));
			default:
				return apply(taken, i, slot.deletedThere());
		}
	}

	/** What it has sent arrives, as the kernel keeps it; what was sent to it is lost. */
	private World die(World world, int victim) {
		Side side = world.side(victim);
		Side survivor = world.side(1 - victim);
		return world
			.with(victim, new Side(Slot.UNKNOWN, side.outbox(), 0, side.left(), side.numbers(), false, side.had()))
			.with(1 - victim, survivor.withOutbox(List.of()));
	}

	private static long number(Side side) {
		return side.numbers() + 1;
	}

	private World apply(World world, int i, Step step) {
		Side side = world.side(i);
		long numbers = side.numbers();
		List<Message> sent = new ArrayList<>(side.outbox());
		boolean reachable = world.side(1 - i).alive();
		for (Effect effect : step.effects()) {
			switch (effect) {
				case GIVE, GIVE_IN_USE -> sent.add(new Message(Kind.GIVE, 0));
				case ASK -> {
					numbers = step.next().question();
					sent.add(new Message(Kind.ASK, numbers));
				}
				case NONE -> sent.add(new Message(Kind.NONE, step.answered()));
				case DELETED -> sent.add(new Message(Kind.DELETED, 0));
				case REFUSE ->
					assertThat(world.deleted() || isLost(world)).as("Refused although it exists: %s", world).isTrue();
				default -> {
				}
			}
		}
		Side after = new Side(step.next(), reachable ? List.copyOf(sent) : List.of(), side.requests(), side.left(),
				numbers, true, side.had() || step.next().here());
		return world.with(i, after);
	}

	/** It may be lost with an instance that died, if the other one has never had it. */
	private static boolean isLost(World world) {
		return !world.a().alive() && !world.b().had();
	}

	private void reach(World world) {
		check(world);
		if (this.seen.add(world)) {
			this.open.add(world);
		}
	}

	private void check(World world) {
		Slot a = world.a().slot();
		Slot b = world.b().slot();
		assertThat(a.here() && b.here()).as("Two owners: %s", world).isFalse();
		if (!world.deleted() && world.a().alive() && world.b().alive()) {
			long owners = (a.here() ? 1 : 0) + (b.here() ? 1 : 0) + world.a().gives() + world.b().gives();
			assertThat(owners).as("Owners, on the way included: %s", world).isEqualTo(1);
		}
		for (Side side : List.of(world.a(), world.b())) {
			if (!side.slot().here()) {
				assertThat(side.slot().pins()).as("Used without being here: %s", world).isZero();
			}
		}
	}

	private void checkNobodyWaits(World world) {
		for (Side side : List.of(world.a(), world.b())) {
			assertThat(side.slot().waiting()).as("Waits for ever: %s", world).isZero();
			assertThat(side.slot().wanted()).as("Is never given: %s", world).isZero();
		}
	}

	private void checkEnd(World world) {
		if (!world.deleted() && !isLost(world)) {
			assertThat(world.a().slot().here() || world.b().slot().here()).as("Lost: %s", world).isTrue();
		}
	}

	enum Kind {

		ASK, GIVE, NONE, DELETED

	}

	record Message(Kind kind, long number) {
	}

	/**
	 * One instance.
	 *
	 * @param slot what it knows
	 * @param outbox what it has sent and the other one has not received
	 * @param requests how many more come
	 * @param left whether it has given all that it had
	 * @param numbers the number of its last question
	 * @param alive whether it lives
	 * @param had whether it has ever had the session
	 */
	record Side(Slot slot, List<Message> outbox, int requests, boolean left, long numbers, boolean alive, boolean had) {

		long gives() {
			return this.outbox.stream().filter((message) -> message.kind() == Kind.GIVE).count();
		}

		Side withRequests(int left) {
			return new Side(this.slot, this.outbox, left, this.left, this.numbers, this.alive, this.had);
		}

		Side withOutbox(List<Message> messages) {
			return new Side(this.slot, List.copyOf(messages), this.requests, this.left, this.numbers, this.alive,
					this.had);
		}

		Side leaving() {
			return new Side(this.slot, this.outbox, this.requests, true, this.numbers, this.alive, this.had);
		}

	}

	/**
	 * Both instances.
	 *
	 * @param a the predecessor, which has the session in the beginning
	 * @param b the successor
	 * @param deleted whether the session was ended
	 * @param mourned whether the survivor knows of the death
	 */
	record World(Side a, Side b, boolean deleted, boolean mourned) {

		Side side(int i) {
			return (i == 0) ? this.a : this.b;
		}

		World with(int i, Side side) {
			return new World((i == 0) ? side : this.a, (i == 1) ? side : this.b, this.deleted, this.mourned);
		}

		World withDeleted() {
			return new World(this.a, this.b, true, this.mourned);
		}

		World withMourned() {
			return new World(this.a, this.b, this.deleted, true);
		}

	}

}
