package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

	private final Optional<StartPriority> priority;

	/** Those that were told to end together with the process. */
	private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Integer> exit;

	/**
	 * Creates it.
	 * @param process the process
	 * @param command see {@link #command()}
	 * @param output where its output goes
	 * @param priority what its priority was lowered by
	 */
	LaunchedProcess(Process process, List<String> command, SuccessorOutput output, Optional<StartPriority> priority) {
		this.process = process;
		this.command = List.copyOf(command);
		this.output = output;
		this.priority = priority;
		this.exit = process.onExit().thenCompose(this::awaitDescendants).thenCompose(this::readOutput);
	}

	/**
	 * A command that is a script ends on SIGTERM at once, while the JVM that it has
	 * started takes its time.
	 */
	private CompletableFuture<Process> awaitDescendants(Process ended) {
		CompletableFuture<?>[] others = this.descendants.stream()
			.map(ProcessHandle::onExit)
			.toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(others).thenApply((nothing) -> ended);
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

	/**
	 * Its descendants are asked, too: without their parent they could not be found again.
	 */
	@Override
	public void terminate() {
		this.descendants.addAll(this.process.descendants().toList());
		this.process.destroy();
		this.descendants.forEach(ProcessHandle::destroy);
	}

	@Override
	public void kill() {
		this.descendants.addAll(this.process.descendants().toList());
		this.process.destroyForcibly();
		this.descendants.forEach(ProcessHandle::destroyForcibly);
	}

	/**
	 * Its descendants, too: it may be a script.
	 */
	@Override
	public void restorePriority() {
		this.priority.ifPresent((lowered) -> {
			lowered.restore(pid());
			this.process.descendants().map(ProcessHandle::pid).forEach(lowered::restore);
		});
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
