package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Counts the requests that a predecessor has sent on to this instance, and has its end
 * wait for them: no drain does, as their connections are not those of clients.
 */
final class ForwardedRequests implements ApplicationListener<ContextClosedEvent>, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(ForwardedRequests.class);

	private final ApplicationContext context;

	private final Duration limit;

	private int inFlight;

	/**
	 * Creates it.
	 * @param context whose end waits
	 * @param limit how long at most
	 */
	ForwardedRequests(ApplicationContext context, Duration limit) {
		this.context = context;
		this.limit = limit;
	}

	synchronized void begun() {
		this.inFlight++;
	}

	synchronized void ended() {
		this.inFlight--;
		notifyAll();
	}

	@Override
	public synchronized void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		long deadline = System.nanoTime() + this.limit.toNanos();
		try {
			long left = this.limit.toNanos();
			while (this.inFlight > 0 && left > 0) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
				left = deadline - System.nanoTime();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.inFlight > 0) {
			logger.warn("{} requests that the predecessor has sent on are cut", this.inFlight);
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	/** Behind the drain. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

}
