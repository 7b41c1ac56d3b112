package io.hotupgrade.autoconfigure.health;

import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Tells the engine how far the application has come. One that nobody waits for is ready
 * when Boot says so; a successor also has to be healthy.
 */
final class ReadinessReporter implements SmartApplicationListener {

	private final ApplicationContext context;

	private final InstanceLifecycle lifecycle;

	private final ReadinessGate gate;

	private boolean waiting;

	ReadinessReporter(ApplicationContext context, InstanceLifecycle lifecycle, ReadinessGate gate) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.gate = gate;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return ApplicationStartedEvent.class.isAssignableFrom(type)
				|| ApplicationReadyEvent.class.isAssignableFrom(type)
				|| AvailabilityChangeEvent.class.isAssignableFrom(type);
	}

	/**
	 * Keeps the events in their order, whatever executor the application gives its event
	 * multicaster.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartedEvent started && started.getApplicationContext() == this.context) {
			this.lifecycle.started();
		}
		else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context) {
			applicationReady();
		}
		else if (event instanceof AvailabilityChangeEvent<?> change && change.getSource() == this.context) {
			availabilityChanged(change);
		}
	}

	private synchronized void applicationReady() {
		if (this.lifecycle.isAwaited()) {
			this.waiting = true;
			this.gate.begin();
		}
		else {
			this.lifecycle.ready();
		}
	}

	private synchronized void availabilityChanged(AvailabilityChangeEvent<?> change) {
		if (this.waiting && change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
			this.gate.poll();
		}
	}

}
