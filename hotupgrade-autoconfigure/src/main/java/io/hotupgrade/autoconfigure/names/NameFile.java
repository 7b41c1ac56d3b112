package io.hotupgrade.autoconfigure.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A small file that others may read at any time.
 *
 * @param path where it is
 * @param content what it has to say
 */
record NameFile(Path path, String content) {

	/**
	 * Makes the file say what it has to. Whoever reads it sees the old content or the
	 * new. Does nothing if it says so already.
	 * @throws IOException if it cannot be written
	 */
	void write() throws IOException {
		if (isWritten()) {
			return;
		}
		Path absolute = this.path.toAbsolutePath();
		Files.createDirectories(absolute.getParent());
		if (!replace(Files.exists(absolute) ? absolute.toRealPath() : absolute)) {
			Files.writeString(absolute, this.content);
		}
	}

	/**
	 * Replaces the file by rename. A file that belongs to another user, or is none, or is
	 * in a directory that may not be written to, was put there on purpose and is kept.
	 */
	private boolean replace(Path target) {
		Path copy = target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
		try {
			Files.writeString(copy, this.content);
			if (Files.exists(target)) {
				if (!Files.isRegularFile(target) || !Files.getOwner(target).equals(Files.getOwner(copy))) {
					return false;
				}
				Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(target));
			}
			Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
			return true;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
		finally {
			deleteQuietly(copy);
		}
	}

	private static void deleteQuietly(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			// It could not be made, either.
		}
	}

	/**
	 * Removes the file, if it says what this one has to say.
	 * @throws IOException if it cannot be removed
	 */
	void delete() throws IOException {
		if (isWritten()) {
			Files.deleteIfExists(this.path);
		}
	}

	private boolean isWritten() throws IOException {
		return Files.isRegularFile(this.path)
				&& new String(Files.readAllBytes(this.path), StandardCharsets.UTF_8).equals(this.content);
	}

}
