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

	private int failed;

	private long bytes;

	synchronized void handedOver() {
		this.handedOver++;
	}

	synchronized void returned() {
		this.returned++;
	}

	synchronized void failed() {
		this.failed++;
	}

	synchronized void ignored(String name) {
		this.ignored.add(name);
	}

	synchronized void sent(long more) {
		this.bytes += more;
	}

	synchronized StateReceipt receipt() {
		return new StateReceipt(this.handedOver, this.returned, this.ignored.size(), this.failed, this.bytes);
	}

	synchronized void reset() {
		this.ignored.clear();
		this.handedOver = 0;
		this.returned = 0;
		this.failed = 0;
		this.bytes = 0;
	}

}
