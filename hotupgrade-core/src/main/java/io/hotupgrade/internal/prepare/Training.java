package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.internal.process.PlannedStart;

/**
 * Makes the archive of a copy's classes, for one JVM and its options.
 */
final class Training {

	/** Ends the JVM as soon as the context is complete; see the reference of Spring. */
	private static final String EXIT = "-Dspring.context.exit=onRefresh";

	/**
	 * They write into files that belong to the instance that serves, and say nothing of
	 * classes.
	 */
	private static final List<String> RECORDINGS = List.of("-Xlog:", "-Xloggc:", "-XX:StartFlightRecording");

	private final PlannedStart planned;

	private final PreparedCopy copy;

	private final List<String> arguments;

	private final Helpers helpers;

	private final ArchiveKind kind;

	private final String key;

	private Training(PlannedStart planned, PreparedCopy copy, List<String> arguments, Helpers helpers, JavaProgram java)
			throws IOException {
		this.planned = planned;
		this.copy = copy;
		this.arguments = arguments;
		this.helpers = helpers;
		this.kind = ArchiveKind.of(java);
		this.key = new ArchiveKey().with(List.of(java.version(), copy.directory().toString()))
			.with(planned.launcher().stream().map((program) -> real(program, planned.directory())).toList())
			.with(planned.allJvmArguments())
			.withFiles(planned.jvmArguments(), planned.directory())
			.with(planned.applicationArguments())
			.with(arguments)
			.text();
	}

	/**
	 * Looks which archive would be of use.
	 * @param planned the start
	 * @param copy what is started
	 * @param arguments to add for the application
	 * @param helpers runs processes
	 * @return the training
	 * @throws PreparationException if none would be
	 */
	static Training of(PlannedStart planned, PreparedCopy copy, List<String> arguments, Helpers helpers)
			throws PreparationException, IOException {
		ArchiveKind.checkFree(planned.allJvmArguments());
		List<String> command = new ArrayList<>(planned.launcher());
		command.add("-version");
		return new Training(planned, copy, arguments, helpers,
				JavaProgram.of(helpers.run("Asking the JVM for its version", command)));
	}

	/** Whichever way it is found by. */
	private static String real(String program, Path directory) {
		try {
			return directory.resolve(program).toRealPath().toString();
		}
		catch (IOException | InvalidPathException ex) {
			return program;
		}
	}

	/**
	 * Finds an archive that was made before.
	 * @return its path
	 * @throws PreparationException if the JVM does not accept it, so that it was deleted
	 */
	Optional<Path> known() throws PreparationException, IOException {
		Optional<Path> archive = this.copy.archive(this.key, this.kind.extension());
		if (archive.isPresent()) {
			check(archive.get());
		}
		return archive;
	}

	/**
	 * Makes the archive. To be called by whoever has the directory's lock.
	 * @param work a directory to work in
	 * @return its path
	 * @throws PreparationException if the JVM makes none, or does not accept it
	 */
	Path run(Path work) throws PreparationException, IOException {
		Path made = work.resolve("archive");
		List<String> command = new ArrayList<>(this.planned.launcher());
		command.addAll(jvmArguments());
		command.add(this.kind.make(made));
		command.add(EXIT);
		command.addAll(List.of("-jar", this.copy.jar().toString()));
		command.addAll(this.planned.applicationArguments());
		command.addAll(this.arguments);
		List<String> output = this.helpers.run("The training run", command);
		if (!Files.isRegularFile(made)) {
			throw new PreparationException("The training run has left no archive" + last(output));
		}
		forget();
		Path archive = this.copy.add(made, this.key, this.kind.extension());
		check(archive);
		return archive;
	}

	private List<String> jvmArguments() {
		return this.planned.jvmArguments()
			.stream()
			.filter((argument) -> RECORDINGS.stream().noneMatch(argument::startsWith))
			.toList();
	}

	/**
	 * Archives that were made for other options, unless a JVM runs with them.
	 */
	private void forget() throws IOException {
		RunningCommands running = RunningCommands.now(Path.of("/proc"));
		this.copy.archives().stream().filter((archive) -> !running.mention(archive)).forEach(PreparedDirectory::delete);
	}

	/**
	 * Asks the JVM itself, as it starts without an archive that it does not accept, and
	 * says so to nobody.
	 */
	private void check(Path archive) throws PreparationException {
		List<String> command = new ArrayList<>(this.planned.launcher());
		command.addAll(jvmArguments());
		command.addAll(this.kind.demand(archive));
		command.addAll(List.of("-cp", this.copy.jar().toString(), "-version"));
		try {
			this.helpers.run("The JVM", command);
		}
		catch (PreparationException ex) {
			this.helpers.check();
			PreparedDirectory.delete(archive);
			throw new PreparationException(
					"The archive %s was deleted, as the JVM does not accept it: %s".formatted(archive, ex.getMessage()),
					ex);
		}
	}

	/** The argument with which the JVM uses an archive. */
	String use(Path archive) {
		return this.kind.use(archive);
	}

	private static String last(List<String> output) {
		return output.isEmpty() ? "" : ": " + output.get(output.size() - 1);
	}

}
