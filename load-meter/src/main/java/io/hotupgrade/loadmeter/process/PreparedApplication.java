package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application that is prepared for a quick start: its jar is extracted, and a training
 * run puts its classes into an archive, which is an AOT cache where the JVM has that (JDK
 * 25), and a dynamic archive for class-data sharing where it has not.
 */
public final class PreparedApplication {

	private static final int FIRST_WITH_ONE_STEP_CACHE = 25;

	private static final int STEP_LIMIT_SECONDS = 120;

	private final JavaLaunch extracted;

	private final Path archive;

	private final boolean cache;

	private PreparedApplication(JavaLaunch extracted, Path archive, boolean cache) {
		this.extracted = extracted;
		this.archive = archive;
		this.cache = cache;
	}

	/**
	 * Extracts an executable jar of Spring Boot into the working directory of its launch.
	 * @param launch how the jar is started, with JVM arguments that have to stay the same
	 * @return the application, not trained yet
	 * @throws IOException if it could not be extracted
	 */
	public static PreparedApplication extract(JavaLaunch launch) throws IOException {
		Path directory = launch.workDirectory();
		Path extracted = directory.resolve("extracted");
		run(directory, List.of(launch.java().toString(), "-Djarmode=tools", "-jar", launch.jar().toString(), "extract",
				"--destination", extracted.toString()));
		boolean cache = Runtime.version().feature() >= FIRST_WITH_ONE_STEP_CACHE;
		return new PreparedApplication(launch.withJar(extracted.resolve(launch.jar().getFileName())),
				directory.resolve(cache ? "application.aot" : "application.jsa"), cache);
	}

	/**
	 * How to start it without the archive.
	 * @return the launch
	 */
	public JavaLaunch extracted() {
		return this.extracted;
	}

	/**
	 * Makes the archive: starts the application until its context is complete.
	 * @return how to start it with the archive
	 * @throws IOException if the training run failed
	 */
	public JavaLaunch train() throws IOException {
		List<String> command = new ArrayList<>();
		command.add(this.extracted.java().toString());
		command.addAll(this.extracted.jvmArguments());
		command.add((this.cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + this.archive);
		command.addAll(
				List.of("-Dspring.context.exit=onRefresh", "-jar", this.extracted.jar().toString(), "--server.port=0"));
		run(this.extracted.workDirectory(), command);
		if (!Files.isRegularFile(this.archive)) {
			throw new IOException("The training run has not written " + this.archive + "; see training.log");
		}
		return this.extracted
			.withJvmArguments((this.cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + this.archive);
	}

	/**
	 * What the archive is called.
	 * @return its name
	 */
	public String archiveName() {
		return this.cache ? "AOT cache" : "class archive";
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
