package io.hotupgrade;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which requests an instance learns for the warm-up of its successor.
 *
 * @param limit how many at most
 * @param excluded paths, encoded and with the context path, that are not learned
 * @param patternAttributes the request attributes in which the application's framework
 * leaves the pattern of the handler that answers
 * @since 0.1.0
 */
public record LearnSettings(int limit, Predicate<String> excluded, List<String> patternAttributes) {

	/** As many as a message of the control protocol has room for in any case. */
	public static final int MAX_LIMIT = 200;

	public LearnSettings {
		patternAttributes = List.copyOf(patternAttributes);
	}

}
