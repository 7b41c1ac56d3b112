package io.hotupgrade.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;

/**
 * Publishes what the engine tells as Spring events. Whoever listens to those may take his
 * time, and the engine's thread may not: so another one publishes them.
 */
final class UpgradeEventPublisher implements UpgradeListener, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(UpgradeEventPublisher.class);

	private final HotUpgrade source;

	private final ApplicationEventPublisher publisher;

	private final Scheduler scheduler;

	/**
	 * Creates the publisher.
	 * @param source the events' source
	 * @param publisher publishes them
	 * @param scheduler runs one task at a time; closed with this bean
	 */
	UpgradeEventPublisher(HotUpgrade source, ApplicationEventPublisher publisher, Scheduler scheduler) {
		this.source = source;
		this.publisher = publisher;
		this.scheduler = scheduler;
	}

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		publish(new HotUpgradePhaseChangedEvent(this.source, upgrade));
	}

	@Override
	public void shifted(UpgradeRecord upgrade) {
		publish(new HotUpgradeShiftedEvent(this.source, upgrade));
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		publish(new HotUpgradeEndedEvent(this.source, upgrade));
	}

	private void publish(ApplicationEvent event) {
		this.scheduler.schedule(Duration.ZERO, () -> publishNow(event));
	}

	private void publishNow(ApplicationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of {} failed; the upgrade goes on", event.getClass().getSimpleName(), ex);
		}
	}

	@Override
	public void destroy() {
		this.scheduler.close();
	}

}
