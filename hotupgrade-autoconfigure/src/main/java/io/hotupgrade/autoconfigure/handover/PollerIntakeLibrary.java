package io.hotupgrade.autoconfigure.handover;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.context.Lifecycle;
import org.springframework.integration.endpoint.AbstractPollingEndpoint;
import org.springframework.util.ReflectionUtils;

/**
 * Polling endpoints of Spring Integration. Stopping one interrupts the thread that
 * handles what was polled, whose transaction then is rolled back with all that it has
 * done. So it polls nothing any more at first, and is stopped when what it has polled is
 * done.
 */
final class PollerIntakeLibrary implements IntakeLibrary {

	/** How many messages those that are paused handle in one poll. */
	private final Map<Lifecycle, Long> paused = new IdentityHashMap<>();

	@Override
	public boolean knows(Lifecycle bean) {
		return bean instanceof AbstractPollingEndpoint;
	}

	@Override
	public Stopping stop(Lifecycle bean) {
		AbstractPollingEndpoint endpoint = (AbstractPollingEndpoint) bean;
		this.paused.putIfAbsent(bean, endpoint.getMaxMessagesPerPoll());
		endpoint.setMaxMessagesPerPoll(0);
		return (limit) -> {
			boolean idle = Looking.until(limit, () -> !isPolling(endpoint));
			if (idle) {
				endpoint.stop();
			}
			return idle;
		};
	}

	@Override
	public void start(Lifecycle bean, Instant since) {
		Long most = this.paused.remove(bean);
		if (most != null) {
			((AbstractPollingEndpoint) bean).setMaxMessagesPerPoll(most);
		}
		bean.start();
	}

	/**
	 * Whether a poll runs or is about to: the next one is scheduled when it is over. The
	 * endpoint knows, but tells nobody.
	 */
	private static boolean isPolling(AbstractPollingEndpoint endpoint) {
		Field field = ReflectionUtils.findField(AbstractPollingEndpoint.class, "runningTask", ScheduledFuture.class);
		if (field == null) {
			return false;
		}
		ReflectionUtils.makeAccessible(field);
		ScheduledFuture<?> task = (ScheduledFuture<?>) ReflectionUtils.getField(field, endpoint);
		return task != null && task.getDelay(TimeUnit.NANOSECONDS) <= 0;
	}

}
