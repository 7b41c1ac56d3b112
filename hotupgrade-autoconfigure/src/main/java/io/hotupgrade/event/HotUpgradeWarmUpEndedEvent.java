package io.hotupgrade.event;

import io.hotupgrade.WarmUpReport;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * This instance has warmed up and is about to say that it is ready; or its warm-up, and
 * the upgrade with it, has failed. Published on the warm-up's thread. Not published where
 * the instance was told to stop meanwhile.
 *
 * @since 0.1.0
 */
public class HotUpgradeWarmUpEndedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient WarmUpReport report;

	/**
	 * Creates the event.
	 * @param source the context that has warmed up
	 * @param report what {@link #getReport()} says
	 */
	public HotUpgradeWarmUpEndedEvent(ApplicationContext source, WarmUpReport report) {
		super(source);
		this.report = report;
	}

	/**
	 * What was done.
	 * @return the report
	 */
	public WarmUpReport getReport() {
		return this.report;
	}

}
