package io.hotupgrade.internal.log;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * A logger whose callers never wait for the log to be written: standard output may be a
 * pipe that nobody reads any more. What is logged through any of these is written by one
 * thread, in order. Thread-safe.
 */
public final class EngineLog {

	/** Key of the diagnostic context (MDC) under which an upgrade's id is found. */
	public static final String UPGRADE_KEY = "hotupgrade.upgrade";

	private static final ThreadLocal<String> SUBJECT = new ThreadLocal<>();

	private static final LogWriter WRITER = new LogWriter(LogWriter.DEFAULT_CAPACITY);

	private final Logger target;

	private final LogWriter writer;

	EngineLog(Logger target, LogWriter writer) {
		this.target = target;
		this.writer = writer;
	}

	/**
	 * The logger of a class.
	 * @param type the class
	 * @return the logger
	 */
	public static EngineLog of(Class<?> type) {
		return new EngineLog(LoggerFactory.getLogger(type), WRITER);
	}

	/**
	 * Starts the thread that writes, as long as there are threads to be had.
	 */
	public static void prepare() {
		WRITER.start();
	}

	/**
	 * Waits until what was logged so far is written, unless writing is stuck.
	 * @param limit how long at most
	 */
	public static void flush(Duration limit) {
		WRITER.flush(limit);
	}

	/**
	 * What this thread logs from now on is about an upgrade, whose id is in the
	 * diagnostic context of each message.
	 * @param upgradeId the upgrade's id
	 */
	public static void about(String upgradeId) {
		SUBJECT.set(upgradeId);
	}

	/**
	 * What this thread logs from now on is about no upgrade.
	 */
	public static void aboutNothing() {
		SUBJECT.remove();
	}

	public void debug(String format, Object... arguments) {
		log(Level.DEBUG, format, arguments);
	}

	public void info(String format, Object... arguments) {
		log(Level.INFO, format, arguments);
	}

	public void warn(String format, Object... arguments) {
		log(Level.WARN, format, arguments);
	}

	public void error(String format, Object... arguments) {
		log(Level.ERROR, format, arguments);
	}

	/**
	 * Puts the message together at once, since its arguments may change.
	 */
	private void log(Level level, String format, Object... arguments) {
		if (this.target.isEnabledForLevel(level)) {
			FormattingTuple text = MessageFormatter.arrayFormat(format, arguments);
			String subject = SUBJECT.get();
			this.writer.write(() -> write(level, text, subject));
		}
	}

	/** On the thread that writes, whose diagnostic context nobody else uses. */
	private void write(Level level, FormattingTuple text, @Nullable String subject) {
		if (subject != null) {
			MDC.put(UPGRADE_KEY, subject);
		}
		try {
			this.target.atLevel(level).setCause(text.getThrowable()).log(text.getMessage());
		}
		finally {
			MDC.remove(UPGRADE_KEY);
		}
	}

}
