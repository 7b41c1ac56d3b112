package io.hotupgrade.autoconfigure.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.FailureReason;

/**
 * An {@link InstanceLifecycle} that remembers what it was told.
 */
public final class RecordingLifecycle implements InstanceLifecycle {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final boolean awaited;

	public RecordingLifecycle(boolean awaited) {
		this.awaited = awaited;
	}

	public List<String> calls() {
		return this.calls;
	}

	@Override
	public boolean isAwaited() {
		return this.awaited;
	}

	@Override
	public void started() {
		this.calls.add("started");
	}

	@Override
	public void ready() {
		this.calls.add("ready");
	}

	@Override
	public void failed(FailureReason reason, String message) {
		this.calls.add("failed " + reason + ": " + message);
	}

	@Override
	public void drain() {
		this.calls.add("drain");
	}

}
