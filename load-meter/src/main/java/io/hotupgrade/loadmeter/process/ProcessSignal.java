package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Signals that Java cannot send by itself (signal(7)).
 */
public enum ProcessSignal {

	/** Asks a process to stop. */
	TERM,

	/** The same, from a terminal. */
	INT,

	/** Ends a process without asking. */
	KILL,

	/** Stops a process in its tracks, until {@link #CONT}. */
	STOP,

	/** Lets a stopped process go on. */
	CONT,

	/** Makes haproxy's master reload, and nginx start a new binary. */
	USR2,

	/** Makes nginx end its workers gracefully. */
	WINCH,

	/** Makes nginx end gracefully, and a JVM write a thread dump. */
	QUIT;

	private static final int SECONDS = 5;

	/**
	 * Sends this signal.
	 * @param pid to which process
	 * @return whether that process was there
	 */
	public boolean sendTo(long pid) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
				kill.destroyForcibly();
				throw new IllegalStateException("kill -" + name() + " " + pid + " did not end");
			}
			return kill.exitValue() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while sending " + name() + " to process " + pid, ex);
		}
	}

}
