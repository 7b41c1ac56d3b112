package io.hotupgrade.internal.systemd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one datagram tells a service manager, see sd_notify(3). Immutable.
 */
public final class NotifyMessage {

	/** Tells nothing yet. */
	public static final NotifyMessage EMPTY = new NotifyMessage(List.of());

	/** One line of {@code systemctl status}; a datagram has room for 4096 bytes. */
	private static final int MAX_STATUS = 1000;

	private final List<String> assignments;

	private NotifyMessage(List<String> assignments) {
		this.assignments = assignments;
	}

	/**
	 * The start or the reload is over.
	 * @return a new message
	 */
	public NotifyMessage ready() {
		return with("READY=1");
	}

	/**
	 * A reload begins.
	 * @param nanoTime the time now, of {@link System#nanoTime()}: on Linux that is
	 * CLOCK_MONOTONIC, by which systemd tells this reload from an earlier one
	 * @return a new message
	 */
	public NotifyMessage reloading(long nanoTime) {
		return with("RELOADING=1").with("MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(nanoTime));
	}

	/**
	 * Another process is the main process from now on.
	 * @param pid its process id
	 * @return a new message
	 */
	public NotifyMessage mainProcess(long pid) {
		return with("MAINPID=" + pid);
	}

	/**
	 * What people are to know.
	 * @param text the text; made one line, and cut where it is too long
	 * @return a new message
	 */
	public NotifyMessage status(String text) {
		String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
		return with("STATUS=" + ((line.length() <= MAX_STATUS) ? line : line.substring(0, MAX_STATUS) + "..."));
	}

	/**
	 * The start, the reload or the stop that is under way takes longer.
	 * @param extension how long from now it may take until the next such message
	 * @return a new message
	 */
	public NotifyMessage extendTimeout(Duration extension) {
		return with("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(extension.toNanos()));
	}

	/**
	 * The main process is alive.
	 * @return a new message
	 */
	public NotifyMessage alive() {
		return with("WATCHDOG=1");
	}

	private NotifyMessage with(String assignment) {
		return new NotifyMessage(Stream.concat(this.assignments.stream(), Stream.of(assignment)).toList());
	}

	/**
	 * The message as it is sent.
	 */
	@Override
	public String toString() {
		return this.assignments.stream().collect(Collectors.joining("\n"));
	}

}
