package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a {@link SmallJar}: the tools of Spring Boot, as far as they are
 * needed here, and an application that is done at once. What it does otherwise is in a
 * file beside the jar.
 */
public final class SmallApplication {

	private SmallApplication() {
	}

	/**
	 * Extracts the jar, or does nothing.
	 * @param arguments the command line
	 * @throws IOException if that fails
	 */
	public static void main(String[] arguments) throws IOException {
		Path jar = Path.of(System.getProperty("java.class.path").split(":")[0]);
		if ("tools".equals(System.getProperty("jarmode"))) {
			misbehave(jar.resolveSibling("extraction"), jar);
			extract(jar, Path.of(arguments[2]));
			return;
		}
		if (arguments.length > 0) {
			misbehave(Path.of(arguments[0]), jar);
		}
	}

	private static void extract(Path jar, Path destination) throws IOException {
		Files.createDirectories(destination);
		Path copy = destination.resolve(jar.getFileName());
		Files.copy(jar, copy);
		Files.setLastModifiedTime(copy, FileTime.fromMillis(1_000_000_000_000L));
	}

	private static void misbehave(Path file, Path jar) throws IOException {
		String what = Files.exists(file) ? Files.readString(file) : "";
		switch (what) {
			case "hang" -> hang(file);
			case "fail" -> {
				System.err.println("java.io.IOException: No space left on device");
				System.exit(3);
			}
			case "replace" -> replace(jar);
			default -> {
				if (what.startsWith("replace ")) {
					replace(Path.of(what.substring("replace ".length())));
				}
			}
		}
	}

	private static void replace(Path jar) throws IOException {
		Path other = Files.copy(jar, jar.resolveSibling("other"));
		Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void hang(Path file) throws IOException {
		Path pid = file.resolveSibling("pid-part");
		Files.writeString(pid, Long.toString(ProcessHandle.current().pid()));
		Files.move(pid, file.resolveSibling("pid"));
		while (true) {
			LockSupport.park();
		}
	}

}
