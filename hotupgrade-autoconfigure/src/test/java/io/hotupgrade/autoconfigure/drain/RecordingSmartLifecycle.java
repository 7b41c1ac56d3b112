package io.hotupgrade.autoconfigure.drain;

import java.util.List;

import org.springframework.context.SmartLifecycle;

/**
 * A bean that runs or not and records when it is stopped.
 */
public abstract class RecordingSmartLifecycle implements SmartLifecycle {

	private final List<String> steps;

	private final String name;

	private volatile boolean running;

	protected RecordingSmartLifecycle(List<String> steps, String name) {
		this.steps = steps;
		this.name = name;
	}

	/** Notes what happens to this bean. */
	protected final void note(String what) {
		this.steps.add(this.name + " " + what);
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		note("stops");
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
