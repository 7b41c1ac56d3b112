package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The open files of a process, as Linux shows them, see proc(5).
 *
 * @param process the process's directory in /proc
 */
record OpenFiles(Path process) {

	private static final int ACCESS_MODE = 3;

	/** A JVM opens its jar long before it has so many files. */
	private static final int EARLY = 100;

	private static final int READ_ONLY = 0;

	private static final int WRITE_ONLY = 1;

	/** What the kernel appends to the path of a file that was deleted. */
	private static final String DELETED = " (deleted)";

	static OpenFiles of(String process) {
		return new OpenFiles(Path.of("/proc", process));
	}

	/**
	 * Whether one of the files that were opened first is this one, and has neither been
	 * replaced nor deleted since.
	 */
	boolean hasEarly(Path realPath) {
		return IntStream.range(0, EARLY).anyMatch((descriptor) -> target(descriptor).equals(realPath.toString()));
	}

	/**
	 * The path that leads to what a descriptor refers to.
	 */
	Path path(int descriptor) {
		return this.process.resolve("fd/" + descriptor);
	}

	/**
	 * What a descriptor refers to.
	 * @return a path, or for example {@code socket:[4711]}; empty if it is not open
	 */
	String target(int descriptor) {
		try {
			return Files.readSymbolicLink(path(descriptor)).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Whether a descriptor refers to a file, which may have been deleted since.
	 */
	boolean refersTo(int descriptor, Path realPath) {
		String target = target(descriptor);
		return target.equals(realPath.toString()) || target.equals(realPath + DELETED);
	}

	/**
	 * Whether a descriptor is open for writing.
	 */
	boolean isWritable(int descriptor) {
		return accessMode(descriptor).stream().anyMatch((mode) -> mode != READ_ONLY);
	}

	/**
	 * Whether a descriptor is open for reading.
	 */
	boolean isReadable(int descriptor) {
		return accessMode(descriptor).stream().anyMatch((mode) -> mode != WRITE_ONLY);
	}

	private OptionalInt accessMode(int descriptor) {
		try {
			return Files.readAllLines(this.process.resolve("fdinfo/" + descriptor))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.map((line) -> Long.parseLong(line.substring("flags:".length()).strip(), 8))
				.mapToInt((flags) -> (int) (flags & ACCESS_MODE))
				.findFirst();
		}
		catch (IOException | NumberFormatException ex) {
			return OptionalInt.empty();
		}
	}

}
