package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
		return start((process) -> output);
	}

	/**
	 * Starts the process.
	 * @param output takes its output
	 * @return the process
	 * @throws LaunchException if there is none
	 */
	LaunchedProcess start(Function<Process, SuccessorOutput> output) throws LaunchException {
		try {
			return launched(this.builder.start(), output);
		}
		catch (IOException ex) {
			throw new LaunchException(new SpawnFailure(this.builder.command(), this.builder.environment(),
					this.builder.directory().toPath())
				.describe(ex), ex);
		}
		catch (OutOfMemoryError ex) {
			throw noThread(ex);
		}
	}

	/**
	 * The JDK has a thread wait for each process, and starts it after the process.
	 */
	private LaunchException noThread(OutOfMemoryError error) {
		Map<String, String> environment = this.builder.environment();
		String mark = environment.containsKey(HelperProcess.VARIABLE) ? HelperProcess.VARIABLE : HandOff.TOKEN;
		new Strays(mark + "=" + environment.get(mark)).kill();
		return new LaunchException(
				("The successor's process could not be started, because no thread could be started to "
						+ "wait for it: %s. Raise the limit of processes and threads (ulimit -u of this user, pids.max of the "
						+ "control group), or give it more memory")
					.formatted(error.getMessage()),
				error);
	}

	/** A process that nobody would end is ended here. */
	private LaunchedProcess launched(Process process, Function<Process, SuccessorOutput> output) {
		try {
			this.oomScore.ifPresent((high) -> high.raise(process.pid()));
			this.priority.ifPresent((low) -> low.lower(process.pid()));
			return new LaunchedProcess(process, this.command, output.apply(process), this.priority, this.oomScore,
					this.sameJar);
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
