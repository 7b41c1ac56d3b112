package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The open files of a process, as Linux shows them, see proc(5).
 *
 * @param process the process's directory in /proc
 */
record OpenFiles(Path process) {

	private static final int ACCESS_MODE = 3;

	/** What the kernel appends to the path of a file that was deleted. */
	private static final String DELETED = " (deleted)";

	static OpenFiles of(String process) {
		return new OpenFiles(Path.of("/proc", process));
	}

	/**
	 * Whether a descriptor refers to a file, which may have been deleted since.
	 */
	boolean refersTo(int descriptor, Path realPath) {
		try {
			String target = Files.readSymbolicLink(this.process.resolve("fd/" + descriptor)).toString();
			return target.equals(realPath.toString()) || target.equals(realPath + DELETED);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether a descriptor is open for writing.
	 */
	boolean isWritable(int descriptor) {
		try {
			return Files.readAllLines(this.process.resolve("fdinfo/" + descriptor))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.map((line) -> Long.parseLong(line.substring("flags:".length()).strip(), 8))
				.anyMatch((flags) -> (flags & ACCESS_MODE) != 0);
		}
		catch (IOException | NumberFormatException ex) {
			return false;
		}
	}

}
