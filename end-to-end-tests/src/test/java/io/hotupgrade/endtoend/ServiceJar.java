package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The sample as a machine's service, unpacked and with an archive of its classes. An
 * archive is good for one path of the jar, so the first machine makes it, for all of
 * them.
 */
final class ServiceJar {

	static final String NAME = "shop.jar";

	private static final String PATH = NspawnMachine.SHARED + "/" + NAME;

	private static final String ARCHIVE = "shop.jsa";

	private static final String OPTIONS = String.join(" ", UnpackedJar.FAST_TO_START) + " -Xmx192m";

	/** Where there is another jar, the JVM starts without the archive. */
	static final String JVM_OPTIONS = OPTIONS + " -XX:SharedArchiveFile=" + NspawnMachine.SHARED + "/" + ARCHIVE;

	/** Writes the archive when it ends. */
	private static final String TRAINING = """
			cd %1$s && java %2$s -XX:ArchiveClassesAtExit=%3$s -jar %4$s --server.port=%5$d & java=$!
			until curl -sf -o /dev/null http://localhost:%5$d/actuator/hotupgrade; do
				kill -0 $java || exit 1
				sleep 0.1
			done
			kill $java; wait $java; test -f %1$s/%3$s
			""";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Path KEPT = Path.of("target", ARCHIVE).toAbsolutePath();

	private static boolean archived;

	private ServiceJar() {
	}

	/**
	 * Puts the sample where the service expects it.
	 * @param machine the machine
	 * @param port a port that is free
	 */
	static synchronized void deploy(NspawnMachine machine, int port) {
		Path jar = UnpackedJar.jar(Sample.jar(Sample.CELL));
		Path directory = machine.directory();
		try {
			// With their times, by which a JVM knows what it has archived.
			CommandResult.of(LIMIT, "cp", "-a", jar.toString(), directory.resolve(NAME).toString()).orFail();
			CommandResult.of(LIMIT, "cp", "-a", jar.resolveSibling("lib").toString(), directory.toString()).orFail();
			Path archive = directory.resolve(ARCHIVE);
			if (archived) {
				Files.copy(KEPT, archive, StandardCopyOption.REPLACE_EXISTING);
			}
			else {
				machine.run("sh", "-c", TRAINING.formatted(NspawnMachine.SHARED, OPTIONS, ARCHIVE, PATH, port))
					.orFail();
				Files.copy(archive, KEPT, StandardCopyOption.REPLACE_EXISTING);
				archived = true;
			}
			machine.run("chmod", "-R", "a+rX", NspawnMachine.SHARED).orFail();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot deploy " + jar, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + jar + " was deployed", ex);
		}
	}

}
