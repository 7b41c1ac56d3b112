package io.hotupgrade.event;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * This instance, a successor that could be ready, begins to warm up. Not published where
 * there is nothing to do.
 *
 * @since 0.1.0
 */
public class HotUpgradeWarmUpStartedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the event.
	 * @param source the context that warms up
	 */
	public HotUpgradeWarmUpStartedEvent(ApplicationContext source) {
		super(source);
	}

}
