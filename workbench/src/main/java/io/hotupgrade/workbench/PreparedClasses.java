package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application whose jar has been extracted, and whose classes a training run has put
 * into an archive: an AOT cache where the JVM has that (JDK 25), a dynamic archive for
 * class-data sharing where it has not.
 */
final class PreparedClasses {

	private static final int FIRST_WITH_ONE_STEP_CACHE = 25;

	private static final int STEP_LIMIT_SECONDS = 120;

	private final Path jar;

	private final Path archive;

	private final boolean cache;

	private PreparedClasses(Path jar, Path archive, boolean cache) {
		this.jar = jar;
		this.archive = archive;
		this.cache = cache;
	}

	/**
	 * Extracts a jar and trains.
	 * @param java the program
	 * @param jvmArguments those of the later runs, which have to be the same
	 * @param source the jar
	 * @param directory where to put everything
	 * @throws IOException if one of the steps failed
	 */
	static PreparedClasses prepare(Path java, List<String> jvmArguments, Path source, Path directory)
			throws IOException {
		Path extracted = directory.resolve("extracted");
		run(directory, List.of(java.toString(), "-Djarmode=tools", "-jar", source.toString(), "extract",
				"--destination", extracted.toString()));
		boolean cache = Runtime.version().feature() >= FIRST_WITH_ONE_STEP_CACHE;
		PreparedClasses prepared = new PreparedClasses(extracted.resolve(source.getFileName()),
				directory.resolve(cache ? "application.aot" : "application.jsa"), cache);
		prepared.train(java, jvmArguments, directory);
		return prepared;
	}

	private void train(Path java, List<String> jvmArguments, Path directory) throws IOException {
		List<String> command = new ArrayList<>(List.of(java.toString()));
		command.addAll(jvmArguments);
		command.add((this.cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + this.archive);
		command.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", this.jar.toString(), "--server.port=0"));
		run(directory, command);
		if (!Files.isRegularFile(this.archive)) {
			throw new IOException("The training run has not written " + this.archive + "; see training.log");
		}
	}

	String name() {
		return this.cache ? "AOT cache" : "class archive";
	}

	Path jar() {
		return this.jar;
	}

	List<String> useArguments() {
		return List.of((this.cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + this.archive);
	}

	private static void run(Path directory, List<String> command) throws IOException {
		Path log = directory.resolve("training.log");
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		try {
			if (!process.waitFor(STEP_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException("Failed: " + String.join(" ", command) + "\n" + Files.readString(log));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted in the training run", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
