package io.hotupgrade.internal.steering;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * One of the kernel's tables of sockets. If it is kept open, it can be read also when
 * clients have used up all descriptors. Thread-safe.
 */
final class KernelTable {

	private final Path file;

	/** {@code null} if it is not kept, there is none, or it could not be opened. */
	private final @Nullable FileChannel kept;

	/**
	 * Opens a table.
	 * @param file its file, which need not exist
	 * @param keep whether to keep it open
	 */
	KernelTable(Path file, boolean keep) {
		this.file = file;
		this.kept = keep ? open(file) : null;
	}

	private static @Nullable FileChannel open(Path file) {
		try {
			return FileChannel.open(file, StandardOpenOption.READ);
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Reads the table.
	 * @param <T> the result
	 * @param reader given the table before its first row
	 * @return the reader's result
	 * @throws IOException if it cannot be read
	 */
	<T> T read(Reader<T> reader) throws IOException {
		TcpTable fresh;
		try {
			fresh = TcpTable.open(this.file);
		}
		catch (IOException ex) {
			if (this.kept == null) {
				throw ex;
			}
			return readKept(reader);
		}
		try (fresh) {
			return reader.read(fresh);
		}
	}

	private synchronized <T> T readKept(Reader<T> reader) throws IOException {
		this.kept.position(0);
		try (TcpTable again = TcpTable.of(this.file, new Unclosed(this.kept))) {
			return reader.read(again);
		}
	}

	/**
	 * Reads rows.
	 *
	 * @param <T> the result
	 */
	@FunctionalInterface
	interface Reader<T> {

		T read(TcpTable rows) throws IOException;

	}

	/** Leaves the channel open. */
	private static final class Unclosed extends FilterInputStream {

		Unclosed(FileChannel channel) {
			super(Channels.newInputStream(channel));
		}

		@Override
		public void close() {
		}

	}

}
