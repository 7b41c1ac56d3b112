package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Consumer;

import io.hotupgrade.internal.systemd.NotifyMessage;
import io.hotupgrade.internal.systemd.NotifySocket;

/**
 * Sends messages to the service manager from the engine's thread, without ever keeping
 * that waiting: what the manager has no room for is sent a little later, in order.
 * <p>
 * That most are sent by the call itself is what the order of things between the two
 * instances rests on, see {@link ServiceReports}.
 */
final class NotifySender implements Consumer<NotifyMessage>, AutoCloseable {

	private static final Duration RETRY_PERIOD = Duration.ofMillis(100);

	/** A manager that has not read anything for so long does not read at all. */
	private static final int MAX_RETRIES = 600;

	private final NotifySocket socket;

	private final EngineScheduler scheduler;

	private boolean retrying;

	NotifySender(NotifySocket socket, EngineScheduler scheduler) {
		this.socket = socket;
		this.scheduler = scheduler;
	}

	@Override
	public void accept(NotifyMessage message) {
		if (!this.socket.send(message) && !this.retrying) {
			this.retrying = true;
			retry(1);
		}
	}

	private void retry(int count) {
		this.scheduler.schedule(() -> {
			if (this.socket.flush()) {
				this.retrying = false;
			}
			else if (count >= MAX_RETRIES) {
				this.socket.giveUp();
				this.retrying = false;
			}
			else {
				retry(count + 1);
			}
		}, RETRY_PERIOD);
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
