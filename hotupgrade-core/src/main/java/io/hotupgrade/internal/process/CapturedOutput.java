package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Follows what a successor writes to its {@link OutputCapture}, on a daemon thread of its
 * own, and deletes the file in the end.
 */
final class CapturedOutput implements SuccessorOutput {

	private static final EngineLog logger = EngineLog.of(CapturedOutput.class);

	private static final Duration POLL_PERIOD = Duration.ofMillis(100);

	/**
	 * How long a successor may take to restore its streams after commit. One that cannot
	 * would fill the disk with a file that nobody reads, so that is reported.
	 */
	private static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);

	private final OutputCapture capture;

	private final OutputRelay relay;

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, CapturedOutput::thread,
			new ThreadPoolExecutor.DiscardPolicy());

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private volatile BooleanSupplier over = () -> false;

	CapturedOutput(OutputCapture capture, OutputStream output) {
		this.capture = capture;
		this.relay = new OutputRelay(capture, output);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "hotupgrade-output");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Starts the thread, as long as nobody depends on it.
	 */
	void prepare() {
		this.executor.prestartCoreThread();
	}

	/**
	 * There will be no output.
	 */
	void discard() throws IOException {
		this.executor.shutdownNow();
		this.capture.delete();
	}

	void start() {
		this.executor.scheduleWithFixedDelay(this::poll, 0, POLL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public List<String> lastLines() {
		return this.relay.lastLines();
	}

	@Override
	public void committed(long pid) {
		long start = System.nanoTime();
		this.over = () -> !this.capture.isUsedBy(pid) || isTooLate(start, pid);
	}

	@Override
	public CompletableFuture<Void> finish() {
		this.over = () -> true;
		this.executor.execute(this::poll);
		return this.finished;
	}

	private boolean isTooLate(long start, long pid) {
		boolean late = System.nanoTime() - start > RESTORE_TIMEOUT.toNanos();
		if (late) {
			logger.warn(
					"The successor (pid {}) has not restored its output after {}; what it still writes to {} is lost",
					pid, RESTORE_TIMEOUT, this.capture.file());
		}
		return late;
	}

	private void poll() {
		if (this.finished.isDone()) {
			return;
		}
		// Asked before reading, so that nothing is missed that was written before.
		boolean last = this.over.getAsBoolean();
		try {
			this.relay.passOn(last);
		}
		catch (IOException ex) {
			logger.warn("The successor's output in {} cannot be followed any more: {}", this.capture.file(),
					ex.toString());
			last = true;
		}
		if (last) {
			end();
		}
	}

	private void end() {
		try {
			this.capture.delete();
		}
		catch (IOException ex) {
			logger.warn("The file {} is left over and can be deleted by hand: {}", this.capture.file(), ex.toString());
		}
		this.executor.shutdown();
		this.finished.complete(null);
	}

}
