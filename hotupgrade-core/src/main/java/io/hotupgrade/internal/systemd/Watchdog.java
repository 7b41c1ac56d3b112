package io.hotupgrade.internal.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How often a service manager wants to hear that the main process is alive, see
 * sd_watchdog_enabled(3).
 */
public final class Watchdog {

	private static final String PERIOD = "WATCHDOG_USEC";

	private static final String PROCESS = "WATCHDOG_PID";

	/** One message may come late, and the next one, too. */
	private static final int MESSAGES_PER_PERIOD = 3;

	private Watchdog() {
	}

	/**
	 * Reads the environment of a process.
	 * @param environment the environment
	 * @param pid the process's id
	 * @param inherited whether the environment was made for a predecessor, so that the
	 * process named there is the first generation
	 * @return how often to tell; empty if nobody wants to hear it from this process
	 */
	public static Optional<Duration> interval(Map<String, String> environment, long pid, boolean inherited) {
		String meant = environment.getOrDefault(PROCESS, "");
		if (!inherited && !meant.isEmpty() && !meant.equals(Long.toString(pid))) {
			return Optional.empty();
		}
		try {
			long period = Long.parseLong(environment.getOrDefault(PERIOD, "0"));
			return (period > 0)
					? Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(period) / MESSAGES_PER_PERIOD))
					: Optional.empty();
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

}
