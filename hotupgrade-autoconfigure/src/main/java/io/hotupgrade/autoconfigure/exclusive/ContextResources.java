package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.hotupgrade.CauseChain;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.RequestTally;
import io.hotupgrade.exclusive.ResourceHolder;

/**
 * The beans of an application context that cannot exist twice, and the gate before those
 * requests that need them.
 */
final class ContextResources implements ResourceHolder {

	private final Map<String, HeldResource> resources;

	private final RequestGate gate;

	/**
	 * Creates it.
	 * @param resources the beans by their names, in the order in which they are let go of
	 * @param gate the gate
	 */
	ContextResources(Map<String, HeldResource> resources, RequestGate gate) {
		this.resources = resources;
		this.gate = gate;
	}

	@Override
	public List<String> names() {
		return List.copyOf(this.resources.keySet());
	}

	@Override
	public void release(Duration limit) throws Exception {
		long deadline = System.nanoTime() + limit.toNanos();
		this.gate.hold();
		int inside = this.gate.awaitEmpty(limit);
		if (inside > 0) {
			throw new TimeoutException(
					"%d requests that need it have not ended within %d ms; allow more with hotupgrade.exclusive.quiesce-timeout, or name the paths of those that do not need it in hotupgrade.exclusive.excluded-paths"
						.formatted(inside, limit.toMillis()));
		}
		for (Map.Entry<String, HeldResource> resource : this.resources.entrySet()) {
			release(resource.getKey(), resource.getValue(),
					Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
		}
	}

	private static void release(String name, HeldResource resource, Duration limit) throws Exception {
		try {
			resource.release(limit);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("bean '%s': %s".formatted(name, CauseChain.describe(ex)), ex);
		}
	}

	@Override
	public void sendOn(Entrance entrance) {
		this.gate.sendOn(entrance);
	}

	@Override
	public void hold() {
		this.gate.hold();
	}

	@Override
	public void takeBack() throws Exception {
		List<Map.Entry<String, HeldResource>> all = new ArrayList<>(this.resources.entrySet());
		Collections.reverse(all);
		for (Map.Entry<String, HeldResource> resource : all) {
			try {
				resource.getValue().takeBack();
			}
			catch (Exception ex) {
				this.gate.refuse();
				throw new IllegalStateException("bean '%s': %s".formatted(resource.getKey(), CauseChain.describe(ex)),
						ex);
			}
		}
		this.gate.open();
	}

	@Override
	public RequestTally tally() {
		return this.gate.tally();
	}

}
