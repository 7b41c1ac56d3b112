package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.PredecessorException;
import io.hotupgrade.internal.steering.SharedPort;
import io.hotupgrade.server.ListenerPlan;

/**
 * Decides where listeners are bound, and whether they join others there. Used on the
 * threads that start servers.
 */
final class ListenerPlans {

	private final Descent descent;

	private final EngineScheduler scheduler;

	ListenerPlans(Descent descent, EngineScheduler scheduler) {
		this.descent = descent;
		this.scheduler = scheduler;
	}

	/**
	 * Decides where a listener is bound.
	 * @param name its name
	 * @param requested the address that configuration asks for
	 * @return where, and with which options
	 * @throws IOException if it cannot be bound, or not in a way in which both instances
	 * would get their connections
	 */
	ListenerPlan plan(String name, InetSocketAddress requested) throws IOException {
		if (!ReusePort.SUPPORTED) {
			return new ListenerPlan(requested, false);
		}
		Optional<InetSocketAddress> shared = this.descent.sharedAddress(name, requested);
		if (shared.isPresent()) {
			checkJoining(shared.get());
			return new ListenerPlan(shared.get(), true);
		}
		PortHold hold = PortHold.take(requested);
		return new ListenerPlan(requested, true, hold::close);
	}

	/**
	 * Before the bind: a listener that is not in the predecessor's group gets connections
	 * from the moment it is bound, however the group is steered, or never any.
	 */
	private void checkJoining(InetSocketAddress address) throws IOException {
		Optional<String> obstacle = SharedPort.findObstacle(address);
		if (obstacle.isPresent()) {
			String message = "The two instances would not share new connections: " + obstacle.get();
			String remedy = "Start both with the same server.address and the same -Djava.net.preferIPv4Stack; "
					+ "a restart can change them, an upgrade cannot.";
			this.scheduler.execute(() -> this.descent.failed(FailureReason.LISTENERS_DIFFER, message + ". " + remedy));
			throw new PredecessorException(message, remedy);
		}
	}

}
