package io.hotupgrade.internal.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of output is, as far as it can be told for any way of logging.
 */
enum OutputLine {

	/** A line within a stack trace, which says less than the others. */
	FRAME,

	/** Begins to tell of a failure. */
	FAILURE,

	/** An entry of a log that is none. */
	ENTRY,

	/** Goes on with what the line before has begun. */
	CONTINUATION;

	/** How much of a line is looked at. */
	private static final int BEGINNING = 500;

	private static final Pattern COLOUR = Pattern.compile("\u001B\\[[;\\d]*m");

	private static final Pattern STACK_FRAME = Pattern
		.compile("\\s+at \\S.*|\\s*\\.\\.\\. \\d+ (more|common frames).*");

	private static final Pattern LEVEL = Pattern
		.compile("\\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\\b");

	private static final Pattern FAILED_LEVEL = Pattern.compile("ERROR|SEVERE|FATAL|CRITICAL");

	/** Of a JVM, of Spring Boot, and an exception that was just printed. */
	private static final Pattern OTHER_FAILURE = Pattern
		.compile("Exception in thread .*|Error: .*|Error occurred during .*|# A fatal error .*"
				+ "|APPLICATION FAILED TO START|[\\w.$]+(Exception|Error)(:.*)?");

	static OutputLine of(String line) {
		String text = COLOUR.matcher(line.substring(0, Math.min(BEGINNING, line.length()))).replaceAll("");
		if (STACK_FRAME.matcher(text).matches()) {
			return FRAME;
		}
		Matcher level = LEVEL.matcher(text);
		if (level.find()) {
			return FAILED_LEVEL.matcher(level.group()).matches() ? FAILURE : ENTRY;
		}
		return OTHER_FAILURE.matcher(text).matches() ? FAILURE : CONTINUATION;
	}

}
