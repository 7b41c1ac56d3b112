package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The start of a process, and what is done to it right afterwards.
 *
 * @param builder starts it
 * @param command see {@link SuccessorProcess#command()}
 * @param priority what its priority is lowered by
 * @param oomScore what its score is raised by
 * @param sameJar see {@link SuccessorProcess#sameJar()}
 */
record Spawn(ProcessBuilder builder, List<String> command, Optional<StartPriority> priority,
		Optional<OomScore> oomScore, Optional<Path> sameJar) {

	/**
	 * Starts the process.
	 * @param output what becomes of its output
	 * @return the process
	 * @throws LaunchException if there is none
	 */
	LaunchedProcess start(SuccessorOutput output) throws LaunchException {
		try {
			return launched(this.builder.start(), output);
		}
		catch (IOException ex) {
			throw new LaunchException(new SpawnFailure(this.builder.command(), this.builder.environment(),
					this.builder.directory().toPath())
				.describe(ex), ex);
		}
	}

	/** A process that nobody would end is ended here. */
	private LaunchedProcess launched(Process process, SuccessorOutput output) {
		try {
			this.oomScore.ifPresent((high) -> high.raise(process.pid()));
			this.priority.ifPresent((low) -> low.lower(process.pid()));
			return new LaunchedProcess(process, this.command, output, this.priority, this.oomScore, this.sameJar);
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/**
	 * Leaves out the command, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "Spawn[%s, ...]".formatted(this.builder.command().get(0));
	}

}
