package io.hotupgrade.internal.process;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

import io.hotupgrade.internal.supervision.Keeper;
import io.hotupgrade.internal.systemd.NotifySocket;

/**
 * A process that works for this one and is no successor: whoever looks after this one
 * does not hear of it. Thread-safe.
 */
public final class HelperProcess {

	/** Tells a process that it is one: the starter's process id, and something unique. */
	public static final String VARIABLE = "HOTUPGRADE_HELPER";

	/**
	 * What is meant for the process that serves: its keeper, and its service manager with
	 * its watchdog and the sockets that it hands over.
	 */
	private static final List<String> OF_THE_SERVING = List.of(Keeper.VARIABLE, NotifySocket.VARIABLE, "WATCHDOG_PID",
			"WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES");

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final LaunchedProcess process;

	private HelperProcess(LaunchedProcess process) {
		this.process = process;
	}

	static HelperProcess start(ProcessBuilder builder, LocalProcess self) throws LaunchException {
		builder.environment().keySet().removeAll(OF_THE_SERVING);
		builder.environment().put(VARIABLE, self.pid() + "-" + UUID.randomUUID());
		builder.redirectInput(new File("/dev/null")).redirectErrorStream(true);
		Spawn spawn = new Spawn(builder, builder.command(), StartPriority.idle(self), OomScore.below(self),
				Optional.empty());
		return new HelperProcess(spawn.start(PipedOutput::follow));
	}

	/**
	 * Whether this process is one: it must not be seen by anybody, nor listen.
	 * @return {@code true} in a process that another one has started to help
	 */
	public static boolean isThisProcess() {
		return System.getenv().containsKey(VARIABLE);
	}

	/**
	 * Ends this process, if it is one, when its starter has ended: nobody else would.
	 */
	public static void endWithItsStarter() {
		String value = System.getenv(VARIABLE);
		if (value == null || !value.matches("\\d+-.*")) {
			return;
		}
		long starter = Long.parseLong(value.substring(0, value.indexOf('-')));
		Thread thread = new Thread(() -> {
			while (AdoptedProcess.isRunning(starter)) {
				LockSupport.parkNanos(LOOK.toNanos());
			}
			Runtime.getRuntime().halt(1);
		}, "hotupgrade-helper");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Its process id.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Waits for its end, and for its output to be read.
	 * @return the exit code
	 * @throws InterruptedException if this thread is interrupted; then it is killed
	 */
	public int await() throws InterruptedException {
		try {
			return this.process.onExit().get();
		}
		catch (InterruptedException ex) {
			kill();
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * Ends it, and all that it has started.
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * The last lines that it has written.
	 * @return the lines
	 */
	public List<String> output() {
		return this.process.lastOutput();
	}

	/**
	 * What is known of how it has ended.
	 * @param code its exit code
	 * @return the rest of a sentence; empty if nothing is known
	 */
	public String exitDetail(int code) {
		String detail = this.process.exitDetail(code);
		List<String> lines = output();
		return (detail.isEmpty() && !lines.isEmpty()) ? ": " + lines.get(lines.size() - 1) : detail;
	}

}
