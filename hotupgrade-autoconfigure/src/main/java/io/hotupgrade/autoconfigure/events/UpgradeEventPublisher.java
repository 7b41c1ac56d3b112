package io.hotupgrade.autoconfigure.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.threads.Scheduler;
import io.hotupgrade.event.HotUpgradeEndedEvent;
import io.hotupgrade.event.HotUpgradePhaseChangedEvent;
import io.hotupgrade.event.HotUpgradeShiftedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what the engine tells as Spring events. Whoever listens to those may take his
 * time, and the engine's thread may not: so another one publishes them, in order. Where
 * it cannot keep up, steps of moving new connections are left out, of which an upgrade
 * can have any number; phases and ends, of which it has a few, never are.
 */
final class UpgradeEventPublisher implements UpgradeListener, DisposableBean {

	/** Events that may wait before steps are left out. */
	static final int LIMIT = 100;

	private static final Logger logger = LoggerFactory.getLogger(UpgradeEventPublisher.class);

	private final HotUpgrade source;

	private final ApplicationEventPublisher publisher;

	private final Scheduler scheduler;

	private final Deque<ApplicationEvent> waiting = new ArrayDeque<>();

	private int leftOut;

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
		HotUpgradeShiftedEvent event = new HotUpgradeShiftedEvent(this.source, upgrade);
		if (!replaceStep(event)) {
			publish(event);
		}
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		publish(new HotUpgradeEndedEvent(this.source, upgrade));
	}

	/** The newest step says it all: where new connections go now. */
	private boolean replaceStep(HotUpgradeShiftedEvent event) {
		synchronized (this.waiting) {
			if (this.waiting.size() < LIMIT || !(this.waiting.peekLast() instanceof HotUpgradeShiftedEvent)) {
				return false;
			}
			this.waiting.removeLast();
			this.waiting.addLast(event);
			if (this.leftOut++ > 0) {
				return true;
			}
		}
		logger.warn(
				"{} events of upgrades wait for a listener that does not return: of further steps of moving new "
						+ "connections only the last is published. Let the listener hand long work to another thread",
				LIMIT);
		return true;
	}

	private void publish(ApplicationEvent event) {
		synchronized (this.waiting) {
			this.waiting.addLast(event);
		}
		this.scheduler.schedule(Duration.ZERO, this::publishNext);
	}

	private void publishNext() {
		ApplicationEvent event = next();
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of {} failed; the upgrade goes on", event.getClass().getSimpleName(), ex);
		}
	}

	private ApplicationEvent next() {
		ApplicationEvent event;
		int before = 0;
		synchronized (this.waiting) {
			event = this.waiting.removeFirst();
			if (this.waiting.isEmpty()) {
				before = this.leftOut;
				this.leftOut = 0;
			}
		}
		if (before > 0) {
			logger.warn("The listeners of events of upgrades have caught up; {} steps were not published", before);
		}
		return event;
	}

	@Override
	public void destroy() {
		this.scheduler.close();
	}

}
