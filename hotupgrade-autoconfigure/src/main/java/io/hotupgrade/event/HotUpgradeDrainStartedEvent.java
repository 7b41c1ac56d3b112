package io.hotupgrade.event;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Published when an instance begins to drain, whether a successor has taken over or the
 * instance just stops: before its listeners are closed, WebSocket sessions are closed and
 * endless responses are ended. The drain begins when all synchronous listeners have
 * returned.
 *
 * @since 0.1.0
 */
public class HotUpgradeDrainStartedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new event.
	 * @param context the context that is being closed
	 */
	public HotUpgradeDrainStartedEvent(ApplicationContext context) {
		super(context);
	}

}
