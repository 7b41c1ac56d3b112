package io.hotupgrade.autoconfigure.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.hotupgrade.LearnSettings;

/**
 * What has to be true of {@code hotupgrade.warm-up.*}.
 */
final class WarmUpChecks {

	private static final String PREFIX = "hotupgrade.warm-up.";

	private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

	/** A token of RFC 9110, 5.6.2. */
	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	/** What a request target may consist of. */
	private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]*");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

	private static final List<String> OWN_HEADERS = List.of("Connection", "Content-Length", "Transfer-Encoding",
			"Upgrade", "Expect");

	private static final int MAX_CONCURRENCY = 64;

	private static final int MIN_WINDOW = 10;

	private static final int MAX_WINDOW = 100_000;

	private static final int MAX_TOLERANCE = 90;

	private final HotUpgradeProperties.WarmUp warmUp;

	private final Duration launchTimeout;

	WarmUpChecks(HotUpgradeProperties.WarmUp warmUp, Duration launchTimeout) {
		this.warmUp = warmUp;
		this.launchTimeout = launchTimeout;
	}

	void run() {
		inRange("concurrency", this.warmUp.concurrency(), 1, MAX_CONCURRENCY, 1);
		inRange("settled.window", this.warmUp.settled().window(), MIN_WINDOW, MAX_WINDOW, 100);
		inRange("settled.tolerance", this.warmUp.settled().tolerance(), 1, MAX_TOLERANCE, 5);
		PropertyChecks.positive(PREFIX + "timeout", this.warmUp.timeout(), "30s");
		PropertyChecks.positive(PREFIX + "pipeline.timeout", this.warmUp.pipeline().timeout(), "8s");
		for (int i = 0; i < this.warmUp.requests().size(); i++) {
			checkRequest("requests[" + i + "].", this.warmUp.requests().get(i));
		}
		inRange("learn.limit", this.warmUp.learn().limit(), 1, LearnSettings.MAX_LIMIT, 50);
		this.warmUp.learn()
			.excludedPaths()
			.forEach((pattern) -> PropertyChecks.pathPattern(PREFIX + "learn.excluded-paths", pattern));
		if (!this.warmUp.requests().isEmpty() || this.warmUp.learn().enabled()) {
			checkTimeout();
		}
	}

	private void checkTimeout() {
		if (this.warmUp.timeout().compareTo(this.launchTimeout) >= 0) {
			throw invalid("timeout", ReadableDuration.of(this.warmUp.timeout()),
					"leaves no time for the start: 'hotupgrade.launch.timeout' is "
							+ ReadableDuration.of(this.launchTimeout),
					"Use a shorter duration, or a longer one for hotupgrade.launch.timeout.");
		}
	}

	private void checkRequest(String name, HotUpgradeProperties.WarmUp.Request request) {
		checkMethod(name + "method", request.method());
		String path = (request.path() != null) ? request.path() : "";
		if (!PATH.matcher(path).matches()) {
			throw invalid(name + "path", path, "is not a path",
					"Use one that begins with a slash and has its special characters encoded, such as /orders?page=1.");
		}
		inRange(name + "count", request.count(), 1, Integer.MAX_VALUE, 5000);
		checkHeaders(name + "headers", request.headers());
	}

	private void checkMethod(String name, String method) {
		if (!TOKEN.matcher(method).matches()) {
			throw invalid(name, method, "is not an HTTP method", "Use GET, or remove it, which means the same.");
		}
		if (!SAFE_METHODS.contains(method) && !this.warmUp.allowUnsafeMethods()) {
			throw invalid(name, method, "may change data: the request is sent many times at every upgrade",
					"Use GET or HEAD, or set hotupgrade.warm-up.allow-unsafe-methods=true if that is harmless.");
		}
	}

	/**
	 * Names only: values may be secret.
	 */
	private void checkHeaders(String property, Map<String, String> headers) {
		Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		own.addAll(OWN_HEADERS);
		headers.forEach((name, value) -> {
			if (!TOKEN.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
				throw invalid(property, name, "is not a header, or its value cannot be sent",
						"Use a name such as Accept, and a value in one line of Latin letters.");
			}
			if (own.contains(name)) {
				throw invalid(property, name, "is set by the warm-up itself", "Remove it.");
			}
		});
	}

	private static void inRange(String name, int value, int min, int max, int example) {
		if (value < min || value > max) {
			throw invalid(name, value, "is not between " + min + " and " + max,
					"Use a number such as " + example + ", or remove the property, which means the same.");
		}
	}

	private static InvalidHotUpgradePropertyException invalid(String name, Object value, String problem,
			String remedy) {
		return PropertyChecks.invalid(PREFIX + name, value, problem, remedy);
	}

}
