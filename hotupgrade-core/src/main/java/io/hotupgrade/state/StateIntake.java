package io.hotupgrade.state;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.StateHandover;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.control.SideDoor;
import io.hotupgrade.internal.log.EngineLog;

/**
 * What a successor has to do with the states of its predecessor. Thread-safe.
 */
final class StateIntake {

	private static final EngineLog logger = EngineLog.of(StateIntake.class);

	private final Invitation invitation;

	private final StateSet states;

	private volatile boolean taken;

	/**
	 * Creates it.
	 * @param invitation what the predecessor has told
	 * @param states what this instance knows
	 */
	StateIntake(Invitation invitation, StateSet states) {
		this.invitation = invitation;
		this.states = states;
	}

	/**
	 * Reads copies, and waits until that is over, or the time is.
	 */
	void copy() {
		visit(Purpose.COPY, StateHandover.Moment.COPIED);
	}

	/**
	 * Reads what the predecessor has released, and waits until that is over, or the time
	 * is.
	 */
	void take() {
		this.taken = true;
		visit(Purpose.TAKE, StateHandover.Moment.RELEASED);
	}

	/**
	 * Gives back what was taken, and waits until that is over, or the time is.
	 */
	void giveBack() {
		if (this.taken) {
			this.taken = false;
			visit(Purpose.GIVE_BACK, StateHandover.Moment.RELEASED);
		}
	}

	/** The handover may hang. */
	private void visit(Purpose purpose, StateHandover.Moment moment) {
		CompletableFuture<Void> over = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				visit(purpose, this.states.at(moment));
			}
			finally {
				over.complete(null);
			}
		}, "hotupgrade-state");
		thread.setDaemon(true);
		thread.start();
		over.completeOnTimeout(null, this.states.limits().timeout().toNanos(), TimeUnit.NANOSECONDS).join();
	}

	private void visit(Purpose purpose, List<StateHandover> known) {
		try (StateConnection connection = new StateConnection(SideDoor.connect(this.invitation),
				this.states.limits().timeout())) {
			visit(connection, purpose, known);
		}
		catch (IOException ex) {
			logger.warn("The state of the instance before this one cannot be reached at {}: {}",
					this.invitation.socket(), ex.toString());
		}
	}

	private void visit(StateConnection connection, Purpose purpose, List<StateHandover> known) {
		AtomicInteger passed = new AtomicInteger();
		StateConnection.Results results = (name, well, bytes) -> passed.addAndGet(well ? 1 : 0);
		try {
			connection.sayHello(this.invitation.key(), purpose, known);
			List<String> names = connection.readNames();
			List<StateHandover> agreed = known.stream().filter((state) -> names.contains(state.name())).toList();
			if (purpose == Purpose.GIVE_BACK) {
				connection.write(agreed, this.states.limits().maxSize(), results);
			}
			else {
				connection.read(agreed, results);
			}
			if (!agreed.isEmpty()) {
				logger.info("{} of {} states {}", passed, agreed.size(),
						(purpose == Purpose.GIVE_BACK) ? "were given back" : "have come along");
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Not all state has passed between this instance and the one before it: {}",
					connection.explain(ex));
		}
	}

}
