package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

import io.hotupgrade.internal.log.EngineLog;

/**
 * {@link SuccessorProcess} of a child of this process.
 */
final class LaunchedProcess implements SuccessorProcess {

	/** An exit is reported even if nobody takes this process's own output. */
	private static final int OUTPUT_TIMEOUT_SECONDS = 5;

	private static final EngineLog logger = EngineLog.of(LaunchedProcess.class);

	/** To which the number of the signal is added that has ended a process. */
	private static final int SIGNALLED = 128;

	/** By SIGKILL. */
	private static final int KILLED = SIGNALLED + 9;

	/** What a shell says of a program that it cannot start. */
	private static final int NOT_EXECUTABLE = 126;

	private static final int NOT_FOUND = 127;

	private final Process process;

	private final List<String> command;

	private final SuccessorOutput output;

	private final Optional<StartPriority> priority;

	private final Optional<OomScore> oomScore;

	private final Optional<Path> sameJar;

	/** Those that were told to end together with the process. */
	private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Integer> exit;

	/**
	 * Creates it.
	 * @param process the process
	 * @param command see {@link #command()}
	 * @param output where its output goes
	 * @param priority what its priority was lowered by
	 * @param oomScore what its score was raised by
	 * @param sameJar see {@link #sameJar()}
	 */
	LaunchedProcess(Process process, List<String> command, SuccessorOutput output, Optional<StartPriority> priority,
			Optional<OomScore> oomScore, Optional<Path> sameJar) {
		this.process = process;
		this.command = List.copyOf(command);
		this.output = output;
		this.priority = priority;
		this.oomScore = oomScore;
		this.sameJar = sameJar;
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
	public Optional<Path> sameJar() {
		return this.sameJar;
	}

	@Override
	public CompletableFuture<Integer> onExit() {
		return this.exit;
	}

	@Override
	public String exitDetail(int code) {
		if (code == KILLED && this.oomScore.filter(OomScore::hasKilled).isPresent()) {
			return "; the kernel has ended a process for want of memory meanwhile, most likely this one: two instances "
					+ "need more memory than there is";
		}
		if (code == 0 || code > SIGNALLED) {
			return "";
		}
		List<String> lines = lastOutput();
		boolean shell = (code == NOT_EXECUTABLE || code == NOT_FOUND) && !lines.isEmpty();
		return (shell ? Optional.of(lines.get(lines.size() - 1)) : OutputSummary.of(lines)).map(": "::concat)
			.orElse("");
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

	@Override
	public boolean isLowered() {
		return this.priority.isPresent();
	}

	@Override
	public CpuUse cpuUse() {
		return this.priority.map((lowered) -> lowered.cpuUse(pid())).orElse(CpuUse.UNKNOWN);
	}

	/**
	 * Its descendants, too: it may be a script.
	 */
	@Override
	public void restorePriority() {
		restore(StartPriority::restore);
	}

	@Override
	public void restorePriorityToServe() {
		restore(StartPriority::restoreButCompilers);
	}

	private void restore(ObjLongConsumer<StartPriority> process) {
		this.priority.ifPresent((lowered) -> {
			process.accept(lowered, pid());
			descendantsInSight().forEach((pid) -> process.accept(lowered, pid));
		});
	}

	/**
	 * The process ids of its descendants, as far as that can be told: without a free
	 * descriptor it cannot.
	 */
	private List<Long> descendantsInSight() {
		try {
			return this.process.descendants().map(ProcessHandle::pid).toList();
		}
		catch (RuntimeException ex) {
			logger.info("The processes that {} has started cannot be found at the moment: {}", pid(), ex.getMessage());
			return List.of();
		}
	}

	@Override
	public List<String> lastOutput() {
		return this.output.lastLines();
	}

	/**
	 * Also tells the kernel that it is no worse to end than others: what this process has
	 * made so, the other may not be allowed to undo. Its descendants, too.
	 */
	@Override
	public void committed() {
		this.output.committed(this.process.pid());
		this.oomScore.ifPresent((raised) -> {
			raised.restore(pid());
			descendantsInSight().forEach(raised::restore);
		});
	}

}
