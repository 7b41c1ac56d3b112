package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what is in an {@link OutputCapture}, line by line so that lines of the two
 * processes do not mix, and keeps the last lines and the file's size within bounds. Used
 * by one thread, except for {@link #lastLines()}.
 */
final class OutputRelay {

	/**
	 * Size in bytes from which the file is emptied. What the process writes between the
	 * last read and that moment is lost.
	 */
	static final long FILE_LIMIT = 16 << 20;

	/** How many bytes are still passed on when the process writes too fast. */
	private static final int KEPT = 1 << 20;

	private static final int CHUNK = 64 << 10;

	private static final Logger logger = LoggerFactory.getLogger(OutputRelay.class);

	private final OutputCapture capture;

	private final OutputTail tail = new OutputTail();

	private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

	private OutputStream output;

	private long position;

	OutputRelay(OutputCapture capture, OutputStream output) {
		this.capture = capture;
		this.output = output;
	}

	List<String> lastLines() {
		return this.tail.lines();
	}

	/**
	 * Passes on what the process has written since the last time.
	 * @param last whether to pass on an unfinished line too
	 */
	void passOn(boolean last) throws IOException {
		long end = this.capture.size();
		if (end - this.position > FILE_LIMIT) {
			skipTo(end - KEPT);
		}
		boolean full = end > FILE_LIMIT;
		boolean more = true;
		while (more && this.position < end) {
			more = passOnChunk(last || full);
		}
		if (full) {
			this.capture.truncate();
			this.position = 0;
		}
	}

	private void skipTo(long next) {
		byte[] note = "[%,d bytes of the successor's output were skipped]%n".formatted(next - this.position)
			.getBytes(StandardCharsets.UTF_8);
		write(note, note.length);
		this.position = next;
	}

	private boolean passOnChunk(boolean withUnfinishedLine) throws IOException {
		int read = this.capture.read(this.buffer.clear(), this.position);
		int length = endOfLastLine(read);
		if (length == 0 && (withUnfinishedLine || read == CHUNK)) {
			length = read;
		}
		if (length <= 0) {
			return false;
		}
		write(this.buffer.array(), length);
		this.tail.append(this.buffer.array(), length);
		this.position += length;
		return true;
	}

	private int endOfLastLine(int length) {
		int end = Math.max(0, length);
		while (end > 0 && this.buffer.get(end - 1) != '\n') {
			end--;
		}
		return end;
	}

	private void write(byte[] bytes, int length) {
		try {
			this.output.write(bytes, 0, length);
			this.output.flush();
		}
		catch (IOException ex) {
			logger.warn("The successor's output cannot be passed on: {}", ex.toString());
			this.output = OutputStream.nullOutputStream();
		}
	}

}
