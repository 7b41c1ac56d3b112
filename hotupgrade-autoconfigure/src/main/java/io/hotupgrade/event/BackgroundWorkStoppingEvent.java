package io.hotupgrade.event;

import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * This instance stops to take background work: at commit where
 * {@code hotupgrade.handover.background-work} is {@code HAND_OVER}, otherwise when it
 * begins to drain, and when it is shut down. {@code @Scheduled} methods are not called
 * any more, listener containers are stopped after the event. An application that takes
 * work in another way stops that in a listener: the successor does not begin before the
 * listener has returned.
 * <p>
 * Published in an instance at most once, unless a {@link BackgroundWorkStartingEvent}
 * follows because the upgrade was rolled back.
 *
 * @since 0.1.0
 */
public class BackgroundWorkStoppingEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final Duration limit;

	/**
	 * Creates the event.
	 * @param source the context whose work stops
	 * @param limit what {@link #getLimit()} says
	 */
	public BackgroundWorkStoppingEvent(ApplicationContext source, Duration limit) {
		super(source);
		this.limit = limit;
	}

	/**
	 * How long is waited for the work to stop; then the successor begins all the same.
	 * @return the time
	 */
	public Duration getLimit() {
		return this.limit;
	}

}
