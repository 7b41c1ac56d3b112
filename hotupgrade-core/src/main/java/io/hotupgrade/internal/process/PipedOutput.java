package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Reads what a process writes into a pipe, on a daemon thread of its own, and keeps the
 * last of it.
 */
final class PipedOutput implements SuccessorOutput {

	private static final EngineLog logger = EngineLog.of(PipedOutput.class);

	private static final int BUFFER_BYTES = 8192;

	private final OutputTail tail = new OutputTail();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private PipedOutput() {
	}

	/**
	 * Begins to read.
	 * @param process the process, whose standard error goes the same way
	 * @return its output
	 */
	static PipedOutput follow(Process process) {
		PipedOutput output = new PipedOutput();
		Thread thread = new Thread(() -> output.read(process.getInputStream()), "hotupgrade-helper-output");
		thread.setDaemon(true);
		thread.start();
		return output;
	}

	private void read(InputStream pipe) {
		byte[] buffer = new byte[BUFFER_BYTES];
		try (pipe) {
			int count = pipe.read(buffer);
			while (count >= 0) {
				this.tail.append(buffer, count);
				count = pipe.read(buffer);
			}
		}
		catch (IOException ex) {
			logger.debug("The rest of a process's output is not known", ex);
		}
		finally {
			this.end.complete(null);
		}
	}

	@Override
	public List<String> lastLines() {
		return this.tail.lines();
	}

	@Override
	public void committed(long pid) {
		// It is no successor, so nobody commits to it.
	}

	@Override
	public CompletableFuture<Void> finish() {
		return this.end;
	}

}
