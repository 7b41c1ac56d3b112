package io.hotupgrade.event;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * This instance may take background work: once its context is refreshed, or, where that
 * is handed over, when the predecessor has stopped its own. Published again in an
 * instance whose successor was rolled back. {@code @Scheduled} methods and listener
 * containers start after the event.
 *
 * @since 0.1.0
 */
public class BackgroundWorkStartingEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the event.
	 * @param source the context whose work starts
	 */
	public BackgroundWorkStartingEvent(ApplicationContext source) {
		super(source);
	}

}
