package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;

/**
 * The file systems of small Debian installations with systemd. They are made once, which
 * takes a minute and Debian's archive, and kept for later runs; nobody writes to them.
 */
final class RootFileSystem {

	private static final Path DIRECTORY = Path.of(System.getProperty("machines"));

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final String PACKAGES = "systemd,dbus,curl,procps,iproute2";

	private RootFileSystem() {
	}

	/**
	 * A release of Debian. Skips the test where it cannot be had. Within this JVM a lock
	 * of the file is no lock.
	 * @param release its name
	 * @return its file system
	 */
	static synchronized Path of(String release) throws IOException, InterruptedException {
		Path root = DIRECTORY.resolve("hotupgrade-" + release);
		Files.createDirectories(DIRECTORY);
		try (FileChannel lock = FileChannel.open(DIRECTORY.resolve("hotupgrade-" + release + ".lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			lock.lock();
			if (!Files.isDirectory(root)) {
				make(release, root);
			}
		}
		return root;
	}

	private static void make(String release, Path root) throws IOException, InterruptedException {
		Tools.assumeInstalled("debootstrap", "debootstrap");
		Path part = root.resolveSibling(root.getFileName() + ".part");
		CommandResult.of(LIMIT, "rm", "-rf", part.toString()).orFail();
		CommandResult made = CommandResult.of(LIMIT, "debootstrap", "--variant=minbase", "--include=" + PACKAGES,
				release, part.toString());
		Assumptions.assumeTrue(made.exitCode() == 0,
				() -> "Debian " + release + " cannot be installed here: " + made.lastLines());
		Files.move(part, root, StandardCopyOption.ATOMIC_MOVE);
	}

}
