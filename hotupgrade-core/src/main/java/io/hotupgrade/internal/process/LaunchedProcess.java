package io.hotupgrade.internal.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@link SuccessorProcess} of a child of this process.
 */
final class LaunchedProcess implements SuccessorProcess {

	/** An exit is reported even if nobody takes this process's own output. */
	private static final int OUTPUT_TIMEOUT_SECONDS = 5;

	private final Process process;

	private final List<String> command;

	private final SuccessorOutput output;

	private final CompletableFuture<Integer> exit;

	LaunchedProcess(Process process, List<String> command, SuccessorOutput output) {
		this.process = process;
		this.command = List.copyOf(command);
		this.output = output;
		this.exit = process.onExit().thenCompose(this::readOutput);
	}

	private CompletableFuture<Integer> readOutput(Process ended) {
		return this.output.finish()
			.completeOnTimeout(null, OUTPUT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.thenApply((nothing) -> ended.exitValue());
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public List<String> command() {
		return this.command;
	}

	@Override
	public CompletableFuture<Integer> onExit() {
		return this.exit;
	}

	@Override
	public void terminate() {
		this.process.destroy();
	}

	@Override
	public void kill() {
		this.process.destroyForcibly();
	}

	@Override
	public List<String> lastOutput() {
		return this.output.lastLines();
	}

	@Override
	public void handOver() {
		this.output.handOver(this.process.pid());
	}

}
