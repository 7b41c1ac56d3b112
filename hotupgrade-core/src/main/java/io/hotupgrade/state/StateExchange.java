package io.hotupgrade.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.hotupgrade.StateHandover;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * The states of this instance, and how they pass to the next one and come from the one
 * before: over a socket of their own, so that they never delay what the instances have to
 * say about the upgrade. Thread-safe.
 *
 * @since 0.1.0
 */
public final class StateExchange {

	private static final EngineLog logger = EngineLog.of(StateExchange.class);

	private final Callable<Path> directory;

	private final StateTally tally = new StateTally();

	private StateSet states = new StateSet(new StateLimits(0, Duration.ZERO), List.of());

	private @Nullable StateOffer offer;

	private @Nullable Invitation invited;

	private @Nullable StateIntake intake;

	private volatile boolean kept;

	/**
	 * Creates it.
	 * @param directory tells the directory of the control socket
	 */
	public StateExchange(Callable<Path> directory) {
		this.directory = directory;
	}

	/**
	 * Tells which states there are.
	 * @param limits what handing them over may take
	 * @param all the states, in the order in which they are to pass on
	 */
	public synchronized void use(StateLimits limits, List<StateHandover> all) {
		this.states = new StateSet(limits, all);
	}

	/**
	 * How long an instance that leaves may take to give its states away, as this one is
	 * configured.
	 * @return the time; zero where there are none
	 */
	public synchronized Duration limit() {
		return this.states.all().isEmpty() ? Duration.ZERO : this.states.limits().timeout();
	}

	/**
	 * Prepares for the next instance to come for states. To be called once it is known.
	 * @return what to tell it; empty if this instance has none
	 */
	public synchronized Optional<Invitation> invite() {
		uninvite();
		this.tally.reset();
		if (this.states.all().isEmpty()) {
			return Optional.empty();
		}
		try {
			this.offer = new StateOffer(this.directory.call(), this.states, this.tally);
			return Optional.of(this.offer.invitation());
		}
		catch (Exception ex) {
			logger.warn("The state of this instance does not come along to the next: {}", ex.toString());
			return Optional.empty();
		}
	}

	/**
	 * Does not wait for the next instance any longer.
	 */
	public synchronized void uninvite() {
		if (this.offer != null) {
			this.offer.close();
			this.offer = null;
		}
	}

	/**
	 * This instance has stopped working on its state.
	 * @return whether the next instance has to be told that it can come for it
	 */
	public synchronized boolean release() {
		return this.offer != null && this.offer.release();
	}

	/**
	 * Waits until the next instance has what was released, or the time is up. To be
	 * called before this one ends.
	 */
	public void awaitTaken() {
		StateOffer current = offer();
		if (current != null) {
			current.awaitTaken();
		}
	}

	private synchronized @Nullable StateOffer offer() {
		return this.offer;
	}

	/**
	 * What has become of states since the next instance was invited.
	 * @return the numbers
	 */
	public StateReceipt receipt() {
		return this.tally.receipt();
	}

	/**
	 * The instance before this one has states.
	 * @param invitation what it has told
	 */
	public synchronized void invited(Invitation invitation) {
		this.invited = invitation;
	}

	/**
	 * Reads the copies that the instance before this one makes, and waits until they are
	 * there, or the time is up. To be called once, when this one knows its states.
	 */
	public void copy() {
		StateIntake current = intake();
		if (current != null) {
			current.copy();
		}
	}

	/**
	 * Reads what the instance before this one has released, and waits until that is over,
	 * or the time is.
	 */
	public void take() {
		StateIntake current = intake();
		if (current != null) {
			current.take();
		}
	}

	private synchronized @Nullable StateIntake intake() {
		if (this.intake == null && this.invited != null) {
			this.intake = new StateIntake(this.invited, this.states);
		}
		return this.intake;
	}

	/**
	 * The instance before this one will not come back, so this one keeps what it has.
	 */
	public void keep() {
		this.kept = true;
	}

	/**
	 * Gives back what was taken, unless it is {@linkplain #keep() kept}, and waits until
	 * that is over, or the time is. To be called when this instance has stopped working
	 * on it.
	 */
	public void giveBack() {
		StateIntake current = intake();
		if (current != null && !this.kept) {
			current.giveBack();
		}
	}

}
