package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Where prepared starts are kept. What is in there is run, so nobody but the owners may
 * be able to write to it.
 *
 * @param path its path, without links: a copy has to stay reachable by the same path as
 * long as a JVM runs from it
 */
record PreparedDirectory(Path path) {

	private static final EngineLog logger = EngineLog.of(PreparedDirectory.class);

	/** Beside the jar. Patterns for jars leave out names that begin with a dot. */
	private static final String NAME = ".hotupgrade";

	private static final String LOCK = "lock";

	private static final String WORK = ".work-";

	private static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rwxr-xr-x");

	/**
	 * Finds the directory, or makes it.
	 * @param configured what is configured
	 * @param jar the jar to prepare
	 * @return the directory
	 * @throws PreparationException if it cannot be made, or others may write to it
	 */
	static PreparedDirectory of(Optional<Path> configured, Path jar) throws PreparationException, IOException {
		Path path = configured.isPresent() ? configured.get() : jar.toRealPath().resolveSibling(NAME);
		try {
			if (!Files.isDirectory(path)) {
				Files.createDirectories(path, PosixFilePermissions.asFileAttribute(PERMISSIONS));
			}
			PreparedDirectory directory = new PreparedDirectory(path.toRealPath());
			checkOwners(directory.path, jar);
			return directory;
		}
		catch (IOException ex) {
			throw new PreparationException(
					"The directory %s cannot be made (%s); make it writable for this user, or set hotupgrade.launch.prepare-directory"
						.formatted(path, ex),
					ex);
		}
	}

	private static void checkOwners(Path path, Path jar) throws IOException, PreparationException {
		PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
		Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		Object owner = Files.getAttribute(path, "unix:uid");
		boolean known = owner.equals(self) || owner.equals(0) || owner.equals(Files.getAttribute(jar, "unix:uid"));
		boolean open = attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
				|| attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
		if (!known || open) {
			throw new PreparationException(
					"The directory %s belongs to %s with permissions %s, and what is in it would be run: only this user, root and the jar's owner may write to it"
						.formatted(path, attributes.owner().getName(),
								PosixFilePermissions.toString(attributes.permissions())));
		}
	}

	/**
	 * The copy of a jar.
	 * @param jar the jar
	 * @param digest of its content
	 * @return the copy, which need not be there
	 */
	PreparedCopy copy(Path jar, String digest) {
		String name = String.valueOf(jar.getFileName());
		return new PreparedCopy(this.path.resolve(name + "-" + digest), name);
	}

	/**
	 * Keeps other processes from preparing anything here.
	 * @return ends that when it is closed
	 * @throws PreparationException if another one does so at the moment
	 * @throws IOException if the directory cannot be written to
	 */
	FileChannel lock() throws PreparationException, IOException {
		FileChannel channel = open();
		try {
			FileLock lock = channel.tryLock();
			if (lock != null) {
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			// Of this process, for another application context or its own jar.
		}
		channel.close();
		throw new PreparationException("Another instance prepares a start in %s at the moment".formatted(this.path));
	}

	private FileChannel open() throws PreparationException {
		try {
			return FileChannel.open(this.path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new PreparationException(
					"The directory %s cannot be written to (%s); make it writable for this user, or set hotupgrade.launch.prepare-directory"
						.formatted(this.path, ex),
					ex);
		}
	}

	/**
	 * Makes a directory to work in. To be called by whoever has the {@linkplain #lock()
	 * lock}.
	 */
	Path newWork() throws IOException {
		Path work = Files.createTempDirectory(this.path, WORK);
		Files.setPosixFilePermissions(work, PERMISSIONS);
		return work;
	}

	/**
	 * Deletes what others have left half done, and copies that were not used for longest.
	 * To be called by whoever has the {@linkplain #lock() lock}.
	 * @param kept how many that nobody uses stay
	 * @param current one that stays in any case
	 * @param running tells who uses what
	 */
	void clean(int kept, PreparedCopy current, RunningCommands running) throws IOException {
		List<PreparedCopy> unused = new ArrayList<>();
		try (DirectoryStream<Path> children = Files.newDirectoryStream(this.path, Files::isDirectory)) {
			for (Path child : children) {
				String name = String.valueOf(child.getFileName());
				if (name.startsWith(WORK)) {
					delete(child);
				}
				else if (PreparedCopy.isOne(child) && !child.equals(current.directory()) && !running.mention(child)) {
					unused.add(new PreparedCopy(child, name));
				}
			}
		}
		unused.sort(Comparator.comparingLong(PreparedCopy::lastUsed).reversed());
		unused.stream().skip(kept).map(PreparedCopy::directory).forEach(PreparedDirectory::delete);
	}

	static void delete(Path tree) {
		try {
			new FileTree(tree).delete();
		}
		catch (IOException ex) {
			logger.info("{} is left over and can be deleted by hand: {}", tree, ex.toString());
		}
	}

}
