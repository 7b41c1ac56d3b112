package io.hotupgrade.internal.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of an output, in bounded memory whatever that output is. If it tells of
 * a failure, they begin there: with the last one, if there were several with other
 * entries of a log in between. Of a stack trace there is only the first line below each
 * cause. Thread-safe.
 */
final class OutputTail {

	static final int LINES = 40;

	static final int LINE_LENGTH = 2000;

	/** As many of the lines with which a failure begins are kept, whatever follows. */
	private static final int FAILURE_LINES = LINES / 2;

	/** As many bytes as {@link #LINE_LENGTH} characters can take in UTF-8. */
	private static final int LINE_BYTES = LINE_LENGTH * 3;

	private final Deque<String> lines = new ArrayDeque<>(LINES);

	private final List<String> failure = new ArrayList<>(FAILURE_LINES);

	private final ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_LENGTH);

	private boolean inFailure;

	private boolean inTrace;

	/** Number of lines since the failure began, its first one included. */
	private long sinceFailure;

	synchronized void append(byte[] bytes, int length) {
		int begin = 0;
		for (int i = 0; i < length; i++) {
			if (bytes[i] == '\n') {
				add(bytes, begin, i);
				endLine();
				begin = i + 1;
			}
		}
		add(bytes, begin, length);
	}

	private void add(byte[] bytes, int begin, int end) {
		this.line.write(bytes, begin, Math.min(end - begin, LINE_BYTES - this.line.size()));
	}

	synchronized List<String> lines() {
		List<String> all = new ArrayList<>(this.lines);
		long relevant = this.sinceFailure;
		if (this.line.size() > 0) {
			all.add(text());
			relevant++;
		}
		if (this.sinceFailure == 0) {
			return last(all, LINES);
		}
		if (relevant <= LINES) {
			return last(all, (int) relevant);
		}
		List<String> withBeginning = new ArrayList<>(this.failure);
		int rest = LINES - this.failure.size() - 1;
		withBeginning.add("[%d lines left out]".formatted(relevant - this.failure.size() - rest));
		withBeginning.addAll(last(all, rest));
		return List.copyOf(withBeginning);
	}

	private static List<String> last(List<String> all, int count) {
		return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
	}

	private void endLine() {
		String text = text();
		this.line.reset();
		OutputLine kind = OutputLine.of(text);
		boolean repeats = kind == OutputLine.FRAME && this.inTrace;
		this.inTrace = kind == OutputLine.FRAME;
		if (!repeats) {
			followFailure(kind);
			keep(text);
		}
	}

	private void followFailure(OutputLine kind) {
		if (kind == OutputLine.ENTRY) {
			this.inFailure = false;
		}
		else if (kind == OutputLine.FAILURE && !this.inFailure) {
			this.inFailure = true;
			this.sinceFailure = 0;
			this.failure.clear();
		}
	}

	private void keep(String text) {
		if (this.lines.size() == LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast(text);
		if (this.inFailure || this.sinceFailure > 0) {
			this.sinceFailure++;
		}
		if (this.inFailure && this.failure.size() < FAILURE_LINES) {
			this.failure.add(text);
		}
	}

	private String text() {
		String text = this.line.toString(StandardCharsets.UTF_8).stripTrailing();
		return (text.length() > LINE_LENGTH) ? text.substring(0, LINE_LENGTH) : text;
	}

}
