package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The extracted copy of a jar, with the archives that were made for it. It comes into
 * being at once, by rename, and is not changed any more; archives come and go in the same
 * way.
 *
 * @param directory where it is, or is to be
 * @param jarName the name of its jar
 */
record PreparedCopy(Path directory, String jarName) {

	private static final String APPLICATION = "application";

	/** What {@link #APPLICATION} has to be like. */
	private static final String FILES = "files";

	/** Written to whenever a start is made from here. */
	private static final String USED = "used";

	Path jar() {
		return this.directory.resolve(APPLICATION).resolve(this.jarName);
	}

	/** Whether a directory looks like one: whatever else is beside it is not ours. */
	static boolean isOne(Path directory) {
		return Files.isRegularFile(directory.resolve(FILES)) && Files.isDirectory(application(directory));
	}

	/** Where the files are put that this is made from. */
	static Path application(Path directory) {
		return directory.resolve(APPLICATION);
	}

	/**
	 * Lets what was put into a directory become this.
	 * @param work the directory, on the same file system
	 */
	void moveFrom(Path work) throws IOException, PreparationException {
		Path application = application(work);
		if (!Files.isRegularFile(application.resolve(this.jarName))) {
			throw new PreparationException("The jar's own tools have extracted no " + this.jarName);
		}
		Files.write(work.resolve(FILES), new FileTree(application).list());
		new FileTree(this.directory).delete();
		Files.move(work, this.directory, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Whether it is there, and nothing is missing or cut, as after a crash of the
	 * machine.
	 */
	boolean isComplete() throws IOException {
		try {
			return Files.readAllLines(this.directory.resolve(FILES))
				.equals(new FileTree(application(this.directory)).list());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Finds an archive that is as long as it was made: a JVM may crash over one that was
	 * cut.
	 * @param key what it was made for
	 * @param extension of its name
	 * @return its path
	 */
	Optional<Path> archive(String key, String extension) throws IOException {
		for (Path archive : archives()) {
			if (name(archive).equals(archiveName(key, Files.size(archive), extension))) {
				return Optional.of(archive);
			}
		}
		return Optional.empty();
	}

	/**
	 * All that is here besides the copy.
	 */
	List<Path> archives() throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "*.{jsa,aot}")) {
			List<Path> archives = new ArrayList<>();
			files.forEach(archives::add);
			return archives;
		}
	}

	/**
	 * Adds an archive.
	 * @param made where it was made, on the same file system
	 * @param key what it was made for
	 * @param extension of its name
	 * @return its path
	 */
	Path add(Path made, String key, String extension) throws IOException {
		Path archive = this.directory.resolve(archiveName(key, Files.size(made), extension));
		return Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
	}

	private static String archiveName(String key, long size, String extension) {
		return "%s-%d.%s".formatted(key, size, extension);
	}

	private static String name(Path path) {
		return String.valueOf(path.getFileName());
	}

	/**
	 * Remembers that it was used just now, if it can be written to.
	 */
	void touch() {
		try {
			Files.write(this.directory.resolve(USED), new byte[0]);
		}
		catch (IOException ex) {
			// One that was made by somebody else is cleaned up by them, too.
		}
	}

	long lastUsed() {
		return this.directory.resolve(USED).toFile().lastModified();
	}

}
