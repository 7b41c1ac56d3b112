package io.hotupgrade.state;

import java.util.Set;
import java.util.TreeSet;

import io.hotupgrade.StateReceipt;

/**
 * Counts what becomes of states in an upgrade. Thread-safe.
 */
final class StateTally {

	private final Set<String> ignored = new TreeSet<>();

	private int handedOver;

	private int returned;

	private int agreed;

	private long bytes;

	synchronized void handedOver() {
		this.handedOver++;
	}

	synchronized void returned() {
		this.returned++;
	}

	/** So many states are to pass, of which those have failed that do not. */
	synchronized void agreed(int states) {
		this.agreed += states;
	}

	synchronized void ignored(String name) {
		this.ignored.add(name);
	}

	synchronized void sent(long more) {
		this.bytes += more;
	}

	synchronized StateReceipt receipt() {
		return new StateReceipt(this.handedOver, this.returned, this.ignored.size(),
				this.agreed - this.handedOver - this.returned, this.bytes);
	}

	synchronized void reset() {
		this.ignored.clear();
		this.handedOver = 0;
		this.returned = 0;
		this.agreed = 0;
		this.bytes = 0;
	}

}
