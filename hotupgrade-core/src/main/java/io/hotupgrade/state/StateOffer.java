package io.hotupgrade.state;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.StateHandover;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.control.SideDoor;
import io.hotupgrade.internal.log.EngineLog;

/**
 * The states of a predecessor during one upgrade, which the successor comes for.
 * Thread-safe.
 */
final class StateOffer {

	private static final EngineLog logger = EngineLog.of(StateOffer.class);

	private final StateSet states;

	private final StateTally tally;

	private final SideDoor door;

	private final CountDownLatch taken = new CountDownLatch(1);

	private final AtomicBoolean released = new AtomicBoolean();

	/** The successor is of a release that comes for states. */
	private volatile boolean visited;

	/**
	 * Begins to wait for the successor.
	 * @param directory a directory that only this user can use
	 * @param states what there is
	 * @param tally counts what becomes of it
	 */
	StateOffer(Path directory, StateSet states, StateTally tally) throws IOException {
		this.states = states;
		this.tally = tally;
		this.door = SideDoor.open(directory, "state", this::receive);
	}

	Invitation invitation() {
		return this.door.invitation();
	}

	/**
	 * This instance has stopped working on what is to be released.
	 * @return whether it had not before
	 */
	boolean release() {
		return this.released.compareAndSet(false, true);
	}

	/**
	 * Waits until the successor has what was released, if it comes for it.
	 */
	void awaitTaken() {
		Duration limit = this.states.limits().timeout();
		if (!this.released.get() || !this.visited || this.states.at(StateHandover.Moment.RELEASED).isEmpty()) {
			return;
		}
		try {
			if (!this.taken.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("The next instance has not taken the state of this one within {} "
						+ "(hotupgrade.state.timeout)", limit);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void close() {
		this.door.close();
	}

	private void receive(SideDoor from, SocketChannel channel) {
		Thread thread = new Thread(() -> serve(from, channel), "hotupgrade-state");
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(SideDoor from, SocketChannel channel) {
		StateConnection connection = new StateConnection(channel, this.states.limits().timeout());
		try (connection) {
			if (from.isKey(connection.readKey())) {
				this.visited = true;
				serve(connection, connection.readPurpose(), connection.readNames());
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Not all state has passed between this instance and the next: {}", connection.explain(ex));
		}
	}

	/** One at a time, as handovers expect it. */
	private synchronized void serve(StateConnection connection, Purpose purpose, List<String> known)
			throws IOException {
		switch (purpose) {
			case COPY -> write(connection, known, StateHandover.Moment.COPIED);
			case TAKE -> {
				try {
					requireReleased();
					write(connection, known, StateHandover.Moment.RELEASED);
				}
				finally {
					this.taken.countDown();
				}
			}
			case GIVE_BACK -> takeBack(connection, known);
		}
	}

	private void requireReleased() {
		if (!this.released.get()) {
			throw new IllegalStateException("The next instance came before this one has released its state");
		}
	}

	private void write(StateConnection connection, List<String> known, StateHandover.Moment moment) throws IOException {
		List<StateHandover> all = this.states.at(moment);
		List<StateHandover> agreed = all.stream().filter((state) -> known.contains(state.name())).toList();
		all.stream().map(StateHandover::name).filter((name) -> !known.contains(name)).forEach((name) -> {
			this.tally.ignored(name);
			logger.info("The state '{}' does not pass on, because the next instance does not know it", name);
		});
		this.tally.agreed(agreed.size());
		connection.sayNames(agreed);
		connection.write(agreed, this.states.limits().maxSize(), (name, well, bytes) -> {
			this.tally.sent(bytes);
			if (well) {
				this.tally.handedOver();
			}
		});
	}

	private void takeBack(StateConnection connection, List<String> known) throws IOException {
		List<StateHandover> agreed = this.states.at(StateHandover.Moment.RELEASED)
			.stream()
			.filter(StateHandover::comesBack)
			.filter((state) -> known.contains(state.name()))
			.toList();
		this.tally.agreed(agreed.size());
		connection.sayNames(agreed);
		connection.read(agreed, (name, well, bytes) -> {
			this.tally.sent(bytes);
			if (well) {
				this.tally.returned();
			}
		});
	}

}
