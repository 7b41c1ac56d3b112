package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for what processes need while they run, removed when it is closed.
 */
public final class TemporaryDirectory implements AutoCloseable {

	private final Path path;

	private TemporaryDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Makes a directory that only this user can enter.
	 * @param prefix the beginning of its name
	 * @return the directory, empty so far, to be closed
	 * @throws IOException if it could not be made
	 */
	public static TemporaryDirectory create(String prefix) throws IOException {
		return new TemporaryDirectory(Files.createTempDirectory(prefix));
	}

	/**
	 * Where it is.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * A file in it.
	 * @param name the file's name
	 * @return its path
	 */
	public Path resolve(String name) {
		return this.path.resolve(name);
	}

	/**
	 * Writes a file in such a way that nobody sees half of it: beside it, and then by
	 * rename.
	 * @param name the file's name
	 * @param content writes the content
	 * @throws IOException if it could not be written
	 */
	public void replace(String name, Content content) throws IOException {
		Path newFile = resolve(name + ".new");
		content.writeTo(newFile);
		Files.move(newFile, resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Removes it with all that is in it. Does nothing if it is not there any more.
	 */
	@Override
	public void close() {
		if (!Files.exists(this.path)) {
			return;
		}
		try (Stream<Path> files = Files.walk(this.path)) {
			files.sorted(Comparator.reverseOrder()).forEach(TemporaryDirectory::delete);
		}
		catch (IOException | UncheckedIOException ex) {
			System.err.println("Not completely removed: " + this.path + ": " + ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * What a file gets.
	 */
	@FunctionalInterface
	public interface Content {

		/**
		 * Writes it.
		 * @param file where to
		 * @throws IOException if that failed
		 */
		void writeTo(Path file) throws IOException;

	}

}
