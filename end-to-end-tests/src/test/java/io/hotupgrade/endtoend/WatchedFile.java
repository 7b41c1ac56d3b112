package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a file again and again, and remembers each change.
 */
final class WatchedFile implements AutoCloseable {

	static final String ABSENT = "(absent)";

	private static final long PERIOD_NANOS = 1_000_000;

	private final Path file;

	private final List<String> contents = new CopyOnWriteArrayList<>();

	private final Thread reader = new Thread(this::read, "watched-file");

	private volatile boolean closed;

	WatchedFile(Path file) {
		this.file = file;
		this.reader.setDaemon(true);
		look();
		this.reader.start();
	}

	private void read() {
		while (!this.closed) {
			look();
			LockSupport.parkNanos(PERIOD_NANOS);
		}
	}

	private void look() {
		String now = content();
		if (this.contents.isEmpty() || !this.contents.get(this.contents.size() - 1).equals(now)) {
			this.contents.add(now);
		}
	}

	private String content() {
		try {
			return Files.readString(this.file);
		}
		catch (IOException ex) {
			return ABSENT;
		}
	}

	/**
	 * What it said, one after the other.
	 */
	List<String> contents() {
		return List.copyOf(this.contents);
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
