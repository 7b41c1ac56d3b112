package io.hotupgrade.internal.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of an output, in bounded memory whatever that output is. Thread-safe.
 */
final class OutputTail {

	static final int LINES = 40;

	static final int LINE_LENGTH = 2000;

	/** As many bytes as {@link #LINE_LENGTH} characters can take in UTF-8. */
	private static final int LINE_BYTES = LINE_LENGTH * 3;

	private final Deque<String> lines = new ArrayDeque<>(LINES);

	private final ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_LENGTH);

	synchronized void append(byte[] bytes, int length) {
		for (int i = 0; i < length; i++) {
			if (bytes[i] == '\n') {
				endLine();
			}
			else if (this.line.size() < LINE_BYTES) {
				this.line.write(bytes[i]);
			}
		}
	}

	synchronized List<String> lines() {
		List<String> all = new ArrayList<>(this.lines);
		if (this.line.size() > 0) {
			all.add(text());
		}
		return List.copyOf(all.subList(Math.max(0, all.size() - LINES), all.size()));
	}

	private void endLine() {
		if (this.lines.size() == LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast(text());
		this.line.reset();
	}

	private String text() {
		String text = this.line.toString(StandardCharsets.UTF_8).stripTrailing();
		return (text.length() > LINE_LENGTH) ? text.substring(0, LINE_LENGTH) : text;
	}

}
