package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream as ranges of one buffer, without an object for each. What follows
 * the last line feed is no line.
 */
final class InputLines implements Closeable {

	private static final int BUFFER_BYTES = 8192;

	private final InputStream input;

	private final byte[] buffer = new byte[BUFFER_BYTES];

	private int filled;

	private int start;

	private int end;

	private int nextStart;

	InputLines(InputStream input) {
		this.input = input;
	}

	/**
	 * Goes on to the next line.
	 * @return whether there is one
	 * @throws IOException if the stream cannot be read, or the line does not fit the
	 * buffer
	 */
	boolean next() throws IOException {
		this.start = this.nextStart;
		int scanned = this.start;
		while (true) {
			for (int i = scanned; i < this.filled; i++) {
				if (this.buffer[i] == '\n') {
					this.end = i;
					this.nextStart = i + 1;
					return true;
				}
			}
			scanned = this.filled - this.start;
			if (!readOn()) {
				return false;
			}
		}
	}

	/** Moves the unfinished line to the buffer's start and reads on behind it. */
	private boolean readOn() throws IOException {
		this.filled -= this.start;
		System.arraycopy(this.buffer, this.start, this.buffer, 0, this.filled);
		this.start = 0;
		this.nextStart = 0;
		if (this.filled == this.buffer.length) {
			throw new IOException("Line without end (expected: at most %d bytes)".formatted(BUFFER_BYTES));
		}
		int read = this.input.read(this.buffer, this.filled, this.buffer.length - this.filled);
		this.filled += Math.max(read, 0);
		return read > 0;
	}

	/** The buffer; valid until {@link #next()} is called again. */
	byte[] bytes() {
		return this.buffer;
	}

	/** Where the line begins in the buffer. */
	int start() {
		return this.start;
	}

	/** Where the line's line feed is in the buffer. */
	int end() {
		return this.end;
	}

	@Override
	public void close() throws IOException {
		this.input.close();
	}

}
