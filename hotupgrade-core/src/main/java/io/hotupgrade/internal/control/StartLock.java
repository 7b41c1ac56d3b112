package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Lets one instance of an application start on a port at a time. The kernel releases it
 * with the process that holds it.
 */
public final class StartLock implements AutoCloseable {

	private static final EngineLog logger = EngineLog.of(StartLock.class);

	private final Path file;

	private final FileChannel channel;

	private StartLock(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Tries to get the lock.
	 * @param directory the directory that both instances use
	 * @param application the application
	 * @param port the port
	 * @return the lock, or empty if another instance has it
	 * @throws IOException if the directory cannot be used
	 */
	public static Optional<StartLock> tryAcquire(ControlDirectory directory, String application, int port)
			throws IOException {
		UUID name = UUID.nameUUIDFromBytes(application.getBytes(StandardCharsets.UTF_8));
		Path file = directory.path().resolve("start-" + name + "-" + port + ".lock");
		FileChannel channel = FileChannel.open(file,
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		try {
			if (isLocked(channel, file)) {
				return Optional.of(new StartLock(file, channel));
			}
			channel.close();
			return Optional.empty();
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * The holder deletes the file before it lets go. So a lock counts only on a file that
	 * is still there: a mark written through the descriptor has to show under the path.
	 */
	private static boolean isLocked(FileChannel channel, Path file) throws IOException {
		try {
			FileLock lock = channel.tryLock();
			if (lock == null) {
				return false;
			}
			byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
			channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
			return Arrays.equals(Files.readAllBytes(file), mark);
		}
		catch (OverlappingFileLockException | NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Lets the next one in.
	 */
	@Override
	public void close() {
		try (FileChannel held = this.channel) {
			if (held.isOpen()) {
				Files.deleteIfExists(this.file);
			}
		}
		catch (IOException ex) {
			logger.warn("The lock {} is left over and can be deleted by hand: {}", this.file, ex.toString());
		}
	}

}
