package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.LaunchSettings;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;

/**
 * Starts successors. Thread-safe; no method waits for more than the file system.
 */
public interface SuccessorLauncher {

	/**
	 * Creates a launcher of real processes.
	 * @param settings how to launch
	 * @return the launcher
	 */
	static SuccessorLauncher create(LaunchSettings settings) {
		StandardStreams streams = StandardStreams.of(OpenFiles.of("self"));
		return new JvmSuccessorLauncher(settings, LocalProcess.current(), StartDirectory.look(), streams,
				streams.output());
	}

	/**
	 * Finds what would make a launch fail, or succeed to no good end, without launching.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @throws UpgradeRefusedException if there is such a thing
	 */
	default void check(UpgradeRequest request, List<String> baseCommand) {
		checks(request, baseCommand).forEach(Runnable::run);
	}

	/**
	 * What {@link #check(UpgradeRequest, List)} looks at, one by one.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @return each throws an {@link UpgradeRefusedException} if something is in the way
	 */
	List<Runnable> checks(UpgradeRequest request, List<String> baseCommand);

	/**
	 * What is to be looked at, too, and takes as long as it takes to read the whole jar.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @return each throws an {@link UpgradeRefusedException} if something is in the way;
	 * nothing where {@link #checks} tell that there is no jar
	 */
	List<Runnable> inspections(UpgradeRequest request, List<String> baseCommand);

	/**
	 * The jar that would be launched.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @return the jar; empty where that cannot be said, or it is none
	 */
	Optional<Path> jar(UpgradeRequest request, List<String> baseCommand);

	/**
	 * Looks whether a launch would bring no new code.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @return the jar, if it is the very file that this process runs
	 */
	Optional<Path> sameJar(UpgradeRequest request, List<String> baseCommand);

	/**
	 * As {@link #check(UpgradeRequest, List)}, in a process that nobody has launched as a
	 * successor.
	 * @param request what to upgrade to
	 * @throws UpgradeRefusedException if the launch would fail
	 */
	default void check(UpgradeRequest request) {
		check(request, List.of());
	}

	/**
	 * Looks what a launch would start, for it to be prepared.
	 * @param request what to upgrade to
	 * @param baseCommand as in {@link LaunchRequest#baseCommand()}
	 * @return the start
	 * @throws LaunchException if nothing could be launched, or no jar
	 */
	PlannedStart plan(UpgradeRequest request, List<String> baseCommand) throws LaunchException;

	/**
	 * Finds what would make it wrong for this process to leave, whoever follows it.
	 * @throws UpgradeRefusedException if there is such a thing
	 */
	void checkLeaving();

	/**
	 * Starts the successor's process.
	 * @param request what to launch
	 * @return the process, which is running
	 * @throws LaunchException if there is no process
	 */
	SuccessorProcess launch(LaunchRequest request) throws LaunchException;

}
