package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Passes on what is in an {@link OutputCapture}, line by line so that lines of the two
 * processes do not mix, and keeps the last lines and the file's size within bounds. Used
 * by one thread, except for {@link #lastLines()}.
 */
final class OutputRelay {

	/**
	 * Size in bytes from which the file is emptied in a moment in which the process does
	 * not write, because what it writes just then is lost; also the most that is passed
	 * on at once.
	 */
	static final long SOFT_LIMIT = 16 << 20;

	/** Size in bytes from which the file is emptied in any case. */
	static final long HARD_LIMIT = 4 * SOFT_LIMIT;

	/** How many bytes are still passed on when the process writes too fast. */
	private static final int KEPT = 1 << 20;

	private static final int CHUNK = 64 << 10;

	private static final EngineLog logger = EngineLog.of(OutputRelay.class);

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
		boolean full = end > HARD_LIMIT || (end > SOFT_LIMIT && end == this.position);
		if (end - this.position > SOFT_LIMIT) {
			skipTo(end - KEPT);
		}
		long budget = this.position + SOFT_LIMIT;
		boolean more = true;
		// Asks again for the size, so that next to nothing is unread when it is emptied.
		while (more && this.position < Math.min(budget, this.capture.size())) {
			more = passOnChunk(last || full);
		}
		if (full) {
			empty();
		}
	}

	private void empty() throws IOException {
		long end = this.capture.size();
		this.capture.truncate();
		if (end > this.position) {
			skipTo(end);
		}
		this.position = 0;
	}

	private void skipTo(long next) {
		byte[] note = "[%d bytes of the successor's output were skipped]%n".formatted(next - this.position)
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
		// Known to this process also if its own output is stuck.
		this.tail.append(this.buffer.array(), length);
		write(this.buffer.array(), length);
		this.position += length;
		return true;
	}

	private int endOfLastLine(int length) {
		byte[] bytes = this.buffer.array();
		int end = Math.max(0, length);
		while (end > 0 && bytes[end - 1] != '\n') {
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
