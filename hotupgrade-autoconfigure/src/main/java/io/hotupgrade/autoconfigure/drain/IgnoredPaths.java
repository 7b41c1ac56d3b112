package io.hotupgrade.autoconfigure.drain;

import java.util.List;
import java.util.function.Predicate;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths that are not worth waiting for.
 */
final class IgnoredPaths implements Predicate<String> {

	private final List<PathPattern> patterns;

	/**
	 * Parses the patterns.
	 * @param patterns what is configured
	 * @throws org.springframework.web.util.pattern.PatternParseException if one is
	 * malformed
	 */
	IgnoredPaths(List<String> patterns) {
		this.patterns = patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
	}

	@Override
	public boolean test(String path) {
		PathContainer container = PathContainer.parsePath(path);
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(container));
	}

}
