package io.hotupgrade.autoconfigure.drain;

import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.event.HotUpgradeDrainStartedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Drains the servers as the very first step of closing the context. It is not a
 * {@code SmartLifecycle}: those are stopped after the {@link ContextClosedEvent}, with
 * which task executors begin to reject tasks, and requests that are still being served
 * would fail for want of them. Boot has set the readiness state to
 * {@code REFUSING_TRAFFIC} before.
 * <p>
 * The server of a management context on its own port is drained along with the others;
 * that context is closed in a later phase.
 */
final class DrainOnClose implements ApplicationListener<ContextClosedEvent>, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(DrainOnClose.class);

	private final ApplicationContext context;

	private final InstanceLifecycle lifecycle;

	DrainOnClose(ApplicationContext context, InstanceLifecycle lifecycle) {
		this.context = context;
		this.lifecycle = lifecycle;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// Events of child contexts arrive here too.
		if (event.getApplicationContext() == this.context) {
			announce();
			this.lifecycle.drain();
		}
	}

	/**
	 * A listener that fails must not keep connections from being drained.
	 */
	private void announce() {
		try {
			this.context.publishEvent(new HotUpgradeDrainStartedEvent(this.context));
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the drain's start failed; the drain begins", ex);
		}
	}

	/**
	 * The context must not go on closing meanwhile, whatever executor the application
	 * gives its event multicaster.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
