package io.hotupgrade.server.learn;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests.LeftOut;
import org.jspecify.annotations.Nullable;

/**
 * Which requests may be learned: about those whose response a cache that is shared by all
 * users might keep, too (RFC 9111, 3).
 */
final class RecordingRules {

	private static final int FIRST_SUCCESS = 200;

	private static final int LAST_SUCCESS = 299;

	/** Without its range, which is not learned, such a request is another one. */
	private static final int PARTIAL_CONTENT = 206;

	private static final List<String> CREDENTIALS = List.of("Cookie", "Authorization", "Proxy-Authorization",
			"X-Api-Key", "X-Auth-Token");

	/** What {@code Vary} may not name if the response is the same for everybody. */
	private static final Pattern VARIES_BY_USER = Pattern
		.compile("\\*|\\b(cookie|authorization|x-api-key|x-auth-token)\\b");

	private static final Pattern PUBLIC = Pattern.compile("(^|[\\s,])(public|s-maxage\\s*=)");

	private static final Pattern NOT_TO_BE_STORED = Pattern.compile("(^|[\\s,])(no-store|private)");

	private static final int MAX_PATTERN = LearnedRequest.MAX_PATH;

	private final LearnSettings settings;

	RecordingRules(LearnSettings settings) {
		this.settings = settings;
	}

	/**
	 * Looks whether a request may be learned.
	 * @param request the request
	 * @return why not; empty if it may
	 */
	Optional<LeftOut> check(AnsweredRequest request) {
		if (!request.method().equals("GET")) {
			return Optional.of(LeftOut.OTHER_METHOD);
		}
		if (!isAnsweredWell(request.status())) {
			return Optional.of(LeftOut.NOT_ANSWERED_WELL);
		}
		if (hasBody(request)) {
			return Optional.of(LeftOut.BODY);
		}
		if (this.settings.excluded().test(path(request.target()))) {
			return Optional.of(LeftOut.EXCLUDED);
		}
		return checkSecrecy(request);
	}

	private static boolean isAnsweredWell(int status) {
		return status >= FIRST_SUCCESS && status <= LAST_SUCCESS && status != PARTIAL_CONTENT;
	}

	private static boolean hasBody(AnsweredRequest request) {
		String length = request.requestHeader("Content-Length");
		return request.requestHeader("Transfer-Encoding") != null || length != null && !length.equals("0");
	}

	private static Optional<LeftOut> checkSecrecy(AnsweredRequest request) {
		String cacheControl = lower(request.responseHeader("Cache-Control"));
		boolean credentials = CREDENTIALS.stream().map(request::requestHeader).anyMatch(Objects::nonNull);
		if (credentials && !isForEverybody(cacheControl, lower(request.responseHeader("Vary")))) {
			return Optional.of(LeftOut.CREDENTIALS);
		}
		if (request.responseHeader("Set-Cookie") != null) {
			return Optional.of(LeftOut.COOKIE_SET);
		}
		if (NOT_TO_BE_STORED.matcher(cacheControl).find()) {
			return Optional.of(LeftOut.NOT_TO_BE_STORED);
		}
		if (SecretLook.has(request.target())) {
			return Optional.of(LeftOut.LOOKS_SECRET);
		}
		LearnedRequest learned = new LearnedRequest(request.target(), accept(request), "", 1);
		return learned.isSendable() ? Optional.empty() : Optional.of(LeftOut.TOO_LONG);
	}

	private static boolean isForEverybody(String cacheControl, String vary) {
		return PUBLIC.matcher(cacheControl).find() && !VARIES_BY_USER.matcher(vary).find();
	}

	private static String lower(@Nullable String header) {
		return (header != null) ? header.toLowerCase(Locale.ROOT) : "";
	}

	/**
	 * Takes what is learned of a request.
	 * @param request a request that may be learned
	 * @return what is kept
	 */
	Candidate candidate(AnsweredRequest request) {
		String pattern = this.settings.patternAttributes()
			.stream()
			.map(request::attribute)
			.filter(Objects::nonNull)
			.map(Object::toString)
			.filter((found) -> found.length() <= MAX_PATTERN)
			.findFirst()
			.orElseGet(() -> path(request.target()));
		return new Candidate(request.target(), accept(request), pattern);
	}

	private static String accept(AnsweredRequest request) {
		String accept = request.requestHeader("Accept");
		return (accept != null) ? accept : "";
	}

	private static String path(String target) {
		int query = target.indexOf('?');
		return (query >= 0) ? target.substring(0, query) : target;
	}

}
