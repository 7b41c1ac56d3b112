package io.hotupgrade.autoconfigure.properties;

import java.util.List;
import java.util.function.Predicate;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths that one of some patterns matches.
 *
 * @since 0.1.0
 */
public final class PathPatterns implements Predicate<String> {

	private final List<PathPattern> patterns;

	/**
	 * Parses the patterns.
	 * @param patterns what is configured
	 * @throws org.springframework.web.util.pattern.PatternParseException if one is
	 * malformed
	 */
	public PathPatterns(List<String> patterns) {
		this.patterns = patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
	}

	@Override
	public boolean test(String path) {
		PathContainer container = PathContainer.parsePath(path);
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(container));
	}

}
