package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of the control sockets. It is what keeps other users away from them: it
 * belongs to this process's user, who alone may enter it.
 */
public final class ControlDirectory {

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final int OWNER_ONLY_MODE = 0700;

	private static final String SUFFIX = ".sock";

	private static final Pattern SOCKET = Pattern.compile("[0-9]+" + Pattern.quote(SUFFIX));

	private static final String ELSE = ", or configure another control directory";

	private final Path path;

	private final FileStatus status;

	private ControlDirectory(Path path, FileStatus status) {
		this.path = path;
		this.status = status;
	}

	/**
	 * The directory for a user where none is configured.
	 * @param uid the user
	 * @return the directory in the system's temporary directory
	 */
	public static Path defaultFor(long uid) {
		return Path.of(System.getProperty("java.io.tmpdir"), "hotupgrade-" + uid);
	}

	/**
	 * The directory for this process's user where none is configured.
	 * @return the directory in the system's temporary directory
	 * @throws IOException if the user cannot be found out
	 */
	public static Path defaultForThisUser() throws IOException {
		return defaultFor(CurrentUser.uid());
	}

	/**
	 * Creates the directory if it is missing, with its parents, all with mode 0700, and
	 * checks it in any case: whoever created it may have been somebody else.
	 * @param directory the directory
	 * @return the checked directory
	 * @throws ControlUnavailableException if it is not one that only this user can enter;
	 * the message says what to do
	 * @throws IOException if it cannot be created or examined
	 */
	public static ControlDirectory prepare(Path directory) throws IOException {
		Path path = directory.toAbsolutePath();
		try {
			create(path);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new ControlUnavailableException(
					"Control directory " + path + " cannot be created (" + ex + "); create it with mode 0700" + ELSE,
					ex);
		}
		return new ControlDirectory(path, check(path, CurrentUser.uid()));
	}

	/**
	 * Checks a directory that somebody else should have created.
	 * @param directory the directory
	 * @return the checked directory
	 * @throws ControlUnavailableException if it is not one that only this user can enter;
	 * the message says what to do
	 * @throws java.nio.file.NoSuchFileException if it is missing
	 * @throws IOException if it cannot be examined
	 */
	public static ControlDirectory find(Path directory) throws IOException {
		Path path = directory.toAbsolutePath();
		return new ControlDirectory(path, check(path, CurrentUser.uid()));
	}

	/**
	 * Where a process can be reached.
	 * @param pid the process
	 * @return its socket file, whether it is there or not
	 */
	public Path socketOf(long pid) {
		return this.path.resolve(pid + SUFFIX);
	}

	/**
	 * Finds the sockets in it.
	 * @return their files, in no particular order; some may be those of dead processes
	 * @throws IOException if the directory cannot be read
	 */
	public List<Path> sockets() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.filter((file) -> SOCKET.matcher(file.getFileName().toString()).matches()).toList();
		}
	}

	/**
	 * The directory.
	 * @return the absolute path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Checks that the path still leads to the directory that was prepared: where others
	 * may write to its parent, and that has no sticky bit, they can move it away.
	 * @throws IOException if it does not, or the directory has changed
	 */
	void recheck() throws IOException {
		if (!check(this.path, CurrentUser.uid()).isSameFile(this.status)) {
			throw new ControlUnavailableException("Control directory " + this.path
					+ " was replaced while it was in use; take write permission on its parent from others" + ELSE);
		}
	}

	static FileStatus check(Path path, long uid) throws IOException {
		FileStatus status = FileStatus.of(path);
		if (status.isSymbolicLink()) {
			throw fault(path, "is a symbolic link", "remove it or name its target");
		}
		if (!status.isDirectory()) {
			throw fault(path, "is not a directory", "remove it");
		}
		if (status.uid() != uid) {
			throw fault(path, "belongs to user " + status.uid() + " and this process runs as user " + uid,
					"run it as that user, remove the directory");
		}
		if (status.permissions() != OWNER_ONLY_MODE) {
			throw fault(path, String.format("has mode %04o in place of 0700", status.permissions()),
					"run 'chmod 700 " + path + "'");
		}
		return status;
	}

	private static void create(Path path) throws IOException {
		Path parent = path.getParent();
		if (parent != null && !Files.exists(parent)) {
			Files.createDirectories(parent, OWNER_ONLY);
		}
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			try {
				Files.createDirectory(path, OWNER_ONLY);
			}
			catch (FileAlreadyExistsException ex) {
				// Somebody was faster; who it was shows in the check.
			}
		}
	}

	private static ControlUnavailableException fault(Path path, String fault, String remedy) {
		return new ControlUnavailableException(
				"Control directory " + path + " cannot be trusted: it " + fault + "; " + remedy + ELSE);
	}

}
