package io.hotupgrade.autoconfigure.properties;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.hotupgrade.ShiftPlan;
import io.hotupgrade.Takeover;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * What the type of a property cannot express. Each check throws
 * {@link InvalidHotUpgradePropertyException}.
 */
final class PropertyChecks {

	/**
	 * The address of a Unix-domain socket holds 108 bytes (unix(7)), and the socket's
	 * file name needs its part of them.
	 */
	static final int MAX_CONTROL_DIRECTORY_BYTES = 80;

	/** It is part of every message between two instances, and of the status. */
	static final int MAX_VERSION_LENGTH = 256;

	private static final int SHOWN_LENGTH = 40;

	/** Far beyond any sense, and still a number of nanoseconds that fits a long. */
	private static final Duration MAX_DURATION = Duration.ofDays(365);

	/** A peer beats once a second, and one beat may well come late. */
	private static final Duration MIN_HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);

	private static final int MAX_PERCENT = 100;

	/** As a whole it is in memory several times while it moves. */
	private static final DataSize MAX_SESSION = DataSize.ofMegabytes(64);

	private final HotUpgradeProperties properties;

	private final String version;

	private final String application;

	PropertyChecks(HotUpgradeProperties properties, String version, String application) {
		this.properties = properties;
		this.version = version;
		this.application = application;
	}

	void run() {
		checkVersion();
		notNegative("hotupgrade.probation", this.properties.probation(), "30s");
		checkHistorySize();
		checkShift();
		checkGuard(this.properties.guard());
		positive("hotupgrade.health.timeout", this.properties.health().timeout(), "10s");
		new WarmUpChecks(this.properties.warmUp(), this.properties.launch().timeout()).run();
		checkDrain(this.properties.drain());
		checkLaunch(this.properties.launch());
		notNegative("hotupgrade.handover.stop-timeout", this.properties.handover().stopTimeout(), "30s");
		checkSessions(this.properties.sessions());
		checkState(this.properties.state());
		checkExclusive(this.properties.exclusive());
		checkControlDirectory(this.properties.control().directory());
		checkHeartbeatTimeout(this.properties.control().heartbeatTimeout());
		checkTakeover();
	}

	/** Wherever it comes from, the property takes precedence. */
	private void checkVersion() {
		if (this.version.length() > MAX_VERSION_LENGTH) {
			boolean configured = StringUtils.hasText(this.properties.version());
			throw invalid(configured ? "hotupgrade.version" : "spring.application.version",
					this.version.substring(0, SHOWN_LENGTH) + "...",
					"has %,d characters, and each message between two instances carries it"
						.formatted(this.version.length()),
					"Set hotupgrade.version to at most " + MAX_VERSION_LENGTH + " characters, such as 1.4.2.");
		}
	}

	private void checkHeartbeatTimeout(Duration timeout) {
		positive("hotupgrade.control.heartbeat-timeout", timeout, "10s");
		if (timeout.compareTo(MIN_HEARTBEAT_TIMEOUT) < 0) {
			throw invalid("hotupgrade.control.heartbeat-timeout", ReadableDuration.of(timeout),
					"is shorter than " + MIN_HEARTBEAT_TIMEOUT.toSeconds() + " seconds",
					"Use a duration such as 10s, or remove the property, which means the same.");
		}
	}

	private void checkTakeover() {
		if (this.properties.takeover() != Takeover.NEVER && !StringUtils.hasText(this.application)) {
			throw invalid("hotupgrade.takeover", this.properties.takeover().name().toLowerCase(Locale.ROOT),
					"needs a name by which instances of this application know each other",
					"Set spring.application.name or hotupgrade.application.");
		}
	}

	private void checkHistorySize() {
		if (this.properties.historySize() < 0) {
			throw invalid("hotupgrade.history-size", this.properties.historySize(), "is negative",
					"Use 0 to remember none, or a number such as 50.");
		}
	}

	private void checkShift() {
		try {
			ShiftPlan.parse(this.properties.shift());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("hotupgrade.shift", this.properties.shift(), ex.getMessage(),
					"Use auto, instant, rising steps such as '10% for 10s, 50% until continued, 100%', or a period such as "
							+ "'linear over 60s'.");
		}
	}

	private void checkGuard(HotUpgradeProperties.Guard guard) {
		if (guard.minimumRequests() < 1) {
			throw invalid("hotupgrade.guard.minimum-requests", guard.minimumRequests(), "is not positive",
					"Use a number such as 100, or set hotupgrade.guard.enabled to false.");
		}
		if (!(guard.errorMargin() >= 0 && guard.errorMargin() <= MAX_PERCENT)) {
			throw invalid("hotupgrade.guard.error-margin", guard.errorMargin(), "is not between 0 and 100",
					"Use percentage points such as 5.");
		}
		if (!(guard.latencyRatio() >= 1)) {
			throw invalid("hotupgrade.guard.latency-ratio", guard.latencyRatio(),
					"is less than 1, which would roll back a new instance that is faster", "Use a number such as 3.");
		}
		notNegative("hotupgrade.guard.latency-margin", guard.latencyMargin(), "50ms");
		notNegative("hotupgrade.guard.latency-period", guard.latencyPeriod(), "5s");
	}

	private void checkDrain(HotUpgradeProperties.Drain drain) {
		notTooLong("hotupgrade.drain.timeout", drain.timeout(), "60s");
		notNegative("hotupgrade.drain.idle-timeout", drain.idleTimeout(), "5s");
		notNegative("hotupgrade.drain.linger-timeout", drain.lingerTimeout(), "5s");
		notNegative("hotupgrade.drain.websocket.spread-period", drain.websocket().spreadPeriod(), "10s");
		notNegative("hotupgrade.drain.stream.spread-period", drain.stream().spreadPeriod(), "10s");
		notNegative("hotupgrade.drain.http2.patience", drain.http2().patience(), "30s");
		drain.ignoredPaths().forEach((pattern) -> pathPattern("hotupgrade.drain.ignored-paths", pattern));
	}

	static void pathPattern(String name, String pattern) {
		try {
			PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw invalid(name, pattern, "is not a path pattern: " + ex.getMessage(),
					"Use a pattern such as /events/** or /reports/{id}.");
		}
	}

	private void checkLaunch(HotUpgradeProperties.Launch launch) {
		positive("hotupgrade.launch.timeout", launch.timeout(), "2m");
		notNegative("hotupgrade.launch.termination-timeout", launch.terminationTimeout(), "10s");
		checkCommand(launch);
		checkDirectory(launch.directory());
		checkMemory(launch.memory());
		launch.requestableJars().forEach(this::checkRequestableJar);
		checkEnvironment(launch.environment());
		positive("hotupgrade.launch.prepare-timeout", launch.prepareTimeout(), "5m");
		checkPrepareDirectory(launch.prepareDirectory());
		checkPrepareKept(launch.prepareKept());
	}

	private void checkPrepareDirectory(Path directory) {
		if (directory != null && !directory.isAbsolute()) {
			throw invalid("hotupgrade.launch.prepare-directory", directory, "is not an absolute path",
					"Use an absolute path such as /var/cache/my-application, or remove the property to keep prepared "
							+ "starts beside the jar.");
		}
	}

	private void checkPrepareKept(int number) {
		if (number < 0) {
			throw invalid("hotupgrade.launch.prepare-kept", number, "is negative",
					"Use 0 to keep none that no process uses, or a number such as 3.");
		}
	}

	private void checkDirectory(Path directory) {
		if (directory != null && !directory.isAbsolute()) {
			throw invalid("hotupgrade.launch.directory", directory, "is not an absolute path",
					"Use an absolute path such as /opt/app/current, which may lead through links.");
		}
	}

	private void checkMemory(DataSize memory) {
		if (memory != null && memory.isNegative()) {
			throw invalid("hotupgrade.launch.memory", memory, "is negative",
					"Use a size such as 512MB, or 0 to launch however little memory is left.");
		}
	}

	private void checkCommand(HotUpgradeProperties.Launch launch) {
		List<String> command = launch.command();
		if (command.isEmpty()) {
			return;
		}
		if (StringUtils.hasText(launch.jar())) {
			throw invalid("hotupgrade.launch.jar", launch.jar(), "has no effect beside 'hotupgrade.launch.command'",
					"Remove one of the two: the command names the jar itself.");
		}
		if (!StringUtils.hasText(command.get(0))) {
			throw invalid("hotupgrade.launch.command[0]", command.get(0), "names no program",
					"Begin the command with the path of a program, or remove it to use this instance's own.");
		}
	}

	private void checkRequestableJar(String pattern) {
		if (!isAbsolute(pattern)) {
			throw invalid("hotupgrade.launch.requestable-jars", pattern, "is not an absolute path",
					"Use an absolute path or pattern such as /opt/app/releases/*.jar, "
							+ "so that what a request may launch does not depend on a working directory.");
		}
	}

	private static boolean isAbsolute(String pattern) {
		try {
			return Path.of(pattern).isAbsolute();
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	/**
	 * Names only: values may be secret.
	 */
	private void checkEnvironment(Map<String, String> environment) {
		for (String name : environment.keySet()) {
			if (name.isBlank() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
				throw invalid("hotupgrade.launch.environment", name, "cannot be the name of an environment variable",
						"Use a name without '=', such as LANG.");
			}
			if (name.startsWith("HOTUPGRADE_")) {
				throw invalid("hotupgrade.launch.environment", name, "is reserved for the hand-off between instances",
						"Remove it, or use a name that does not begin with HOTUPGRADE_.");
			}
		}
	}

	private static void checkSessions(HotUpgradeProperties.Sessions sessions) {
		positive("hotupgrade.sessions.timeout", sessions.timeout(), "10s");
		if (sessions.maxSize().toBytes() <= 0 || sessions.maxSize().compareTo(MAX_SESSION) > 0) {
			throw invalid("hotupgrade.sessions.max-size", sessions.maxSize(), "is not between 1B and 64MB",
					"Use a size such as 1MB, or remove the property, which means the same.");
		}
	}

	private static void checkExclusive(HotUpgradeProperties.Exclusive exclusive) {
		positive("hotupgrade.exclusive.quiesce-timeout", exclusive.quiesceTimeout(), "5s");
		positive("hotupgrade.exclusive.max-pause", exclusive.maxPause(), "20s");
		if (exclusive.maxPause().compareTo(exclusive.quiesceTimeout()) <= 0) {
			throw invalid("hotupgrade.exclusive.max-pause", ReadableDuration.of(exclusive.maxPause()),
					"is not longer than hotupgrade.exclusive.quiesce-timeout, which is a part of it",
					"Use a duration such as 20s.");
		}
	}

	private static void checkState(HotUpgradeProperties.State state) {
		positive("hotupgrade.state.timeout", state.timeout(), "10s");
		if (state.maxSize().toBytes() <= 0) {
			throw invalid("hotupgrade.state.max-size", state.maxSize(), "leaves no room for any state",
					"Use a size such as 64MB, or remove the property, which means the same.");
		}
	}

	private void checkControlDirectory(Path directory) {
		if (directory == null) {
			return;
		}
		int length = directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_CONTROL_DIRECTORY_BYTES) {
			throw invalid("hotupgrade.control.directory", directory,
					"is too long for a Unix-domain socket: as an absolute path it has " + length + " bytes",
					"Use a path of at most " + MAX_CONTROL_DIRECTORY_BYTES + " bytes, such as /run/my-application.");
		}
	}

	static void positive(String property, Duration value, String example) {
		if (value.isZero()) {
			throw invalid(property, ReadableDuration.of(value), "leaves no time at all",
					"Use a positive duration such as " + example + ", or remove the property, which means the same.");
		}
		notNegative(property, value, example);
	}

	private static void notNegative(String property, Duration value, String example) {
		if (value.isNegative()) {
			throw invalid(property, ReadableDuration.of(value), "is negative", remedy(example));
		}
		notTooLong(property, value, example);
	}

	private static void notTooLong(String property, Duration value, String example) {
		if (value.compareTo(MAX_DURATION) > 0) {
			throw invalid(property, ReadableDuration.of(value), "is longer than " + MAX_DURATION.toDays() + " days",
					remedy(example));
		}
	}

	private static String remedy(String example) {
		return "Use a duration such as " + example + ", or remove the property, which means the same.";
	}

	static InvalidHotUpgradePropertyException invalid(String property, Object value, String problem, String remedy) {
		return new InvalidHotUpgradePropertyException(property, value.toString(), problem, remedy);
	}

}
