package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that stands in for a process's standard output and error, while the real streams
 * wait in it as descriptors 3 and 4 to be restored. A file, because a pipe could fill or
 * lose its reader with the predecessor. Used by one thread at a time.
 */
final class OutputCapture {

	static final int REAL_OUTPUT = 3;

	static final int REAL_ERROR = 4;

	private final Path file;

	private final FileChannel channel;

	private OutputCapture(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Creates the file, which only this user can read. Its name tells whose it is, so
	 * that it can be removed if this process is killed.
	 */
	static OutputCapture create(Path directory, String upgradeId) throws IOException {
		// The kernel names open files by their real path.
		Path file = directory.toRealPath().resolve(ProcessHandle.current().pid() + "-" + upgradeId + ".out");
		Files.deleteIfExists(file);
		FileChannel channel = FileChannel.open(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		return new OutputCapture(file, channel);
	}

	Path file() {
		return this.file;
	}

	/**
	 * Whether a process still writes to the file.
	 */
	boolean isUsedBy(long pid) {
		OpenFiles files = OpenFiles.of(Long.toString(pid));
		return files.refersTo(1, this.file) || files.refersTo(2, this.file);
	}

	long size() throws IOException {
		return this.channel.size();
	}

	/**
	 * Reads from a position on.
	 * @return how much was read; 0 or less at the end
	 */
	int read(ByteBuffer buffer, long position) throws IOException {
		return this.channel.read(buffer, position);
	}

	void truncate() throws IOException {
		this.channel.truncate(0);
	}

	void delete() throws IOException {
		this.channel.close();
		Files.deleteIfExists(this.file);
	}

}
