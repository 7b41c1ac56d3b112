package io.hotupgrade;

import java.util.List;

/**
 * What an upgrade would meet if it were asked for now: everything at once, where a
 * refusal names the first thing only. What will be so when one is asked for, nobody
 * knows.
 *
 * @param findings obstacles first, in the order in which refusals would name them
 * @since 0.1.0
 */
public record Preflight(List<Finding> findings) {

	/** The jar that would be launched is the one that runs. */
	public static final String SAME_JAR = "SAME_JAR";

	/** The kernel cannot be told where new connections go. */
	public static final String NOT_STEERED = "NOT_STEERED";

	/** A file system to which a new instance writes is nearly full. */
	public static final String LITTLE_DISK_SPACE = "LITTLE_DISK_SPACE";

	/** A port that two instances cannot share, beside those of the servers. */
	public static final String FURTHER_PORT = "FURTHER_PORT";

	/** The new jar's configuration says what an upgrade cannot change. */
	public static final String CONFIGURATION_CHANGED = "CONFIGURATION_CHANGED";

	/** This process has nearly as many files open as it may. */
	public static final String FEW_DESCRIPTORS = "FEW_DESCRIPTORS";

	/** There may not be as many threads as two instances have. */
	public static final String FEW_THREADS = "FEW_THREADS";

	public Preflight {
		findings = List.copyOf(findings);
	}

	/**
	 * Whether an upgrade could begin.
	 * @return {@code false} if one would be refused
	 */
	public boolean possible() {
		return this.findings.stream().noneMatch((finding) -> finding.severity() == Severity.OBSTACLE);
	}

	/**
	 * How much something matters.
	 */
	public enum Severity {

		/** An upgrade would be refused. */
		OBSTACLE,

		/** An upgrade would begin, and perhaps not do what is expected of it. */
		WARNING

	}

	/**
	 * Something that was found.
	 *
	 * @param severity how much it matters
	 * @param reason what it is, for scripts: of an obstacle the name of its
	 * {@link RefusalReason}, otherwise one of the constants of {@link Preflight}
	 * @param value what is wrong, such as a path or a number; an empty string where it is
	 * no single one
	 * @param message the same for people, with the remedy at its end
	 * @param remedy what to do about it, by itself; an empty string where there is none
	 * to tell apart
	 */
	public record Finding(Severity severity, String reason, String value, String message, String remedy) {

		/**
		 * Makes a finding of a refusal.
		 * @param refusal how an upgrade would be refused
		 * @return the obstacle
		 */
		public static Finding obstacle(UpgradeRefusedException refusal) {
			return new Finding(Severity.OBSTACLE, refusal.getReason().name(), refusal.getValue(), refusal.getMessage(),
					refusal.getRemedy());
		}

		/**
		 * Makes a finding of something that would not keep an upgrade from beginning.
		 * @param reason what it is, for scripts
		 * @param value what is wrong, or an empty string
		 * @param problem the same for people: a sentence without its end
		 * @param remedy what to do about it: a sentence without its end
		 * @return the warning
		 */
		public static Finding warning(String reason, String value, String problem, String remedy) {
			return new Finding(Severity.WARNING, reason, value, problem + ". " + remedy, remedy);
		}

	}

}
