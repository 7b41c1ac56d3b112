package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * The jars that a request may name. A request comes from outside: what it names must be
 * allowed both as written and, so that no link leads elsewhere, as the file that it is.
 */
final class RequestableJars {

	private final List<String> patterns;

	private final Path directory;

	/**
	 * Creates the list.
	 * @param patterns glob patterns, in which only {@code **} crosses directories
	 * @param directory the working directory, for relative paths
	 */
	RequestableJars(List<String> patterns, Path directory) {
		this.patterns = patterns;
		this.directory = directory;
	}

	/**
	 * Looks whether a jar may be launched on request.
	 * @param requested its path, as requested
	 * @return the path to launch it by: absolute and without {@code ..}
	 * @throws UpgradeRefusedException if not, or if there is no such file
	 */
	Path allow(String requested) {
		Path path = parse(requested);
		if (!matches(path, List.of())) {
			throw notAllowed(requested);
		}
		Path real = realPath(path);
		if (!matches(real, realPrefixes())) {
			throw notAllowed(requested);
		}
		return path;
	}

	private Path parse(String requested) {
		try {
			return this.directory.resolve(requested).normalize();
		}
		catch (InvalidPathException ex) {
			throw notAllowed(requested);
		}
	}

	private static Path realPath(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			throw LaunchableJar.notFound(path, "The requested jar %s does not exist or cannot be read".formatted(path),
					LaunchableJar.PUT_ONE_THERE);
		}
	}

	private boolean matches(Path path, List<String> further) {
		List<String> all = new ArrayList<>(further);
		this.patterns.forEach((pattern) -> all.add(split(pattern).toString()));
		return all.stream().anyMatch((glob) -> matches(path, glob));
	}

	private static boolean matches(Path path, String glob) {
		try {
			return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(path);
		}
		catch (PatternSyntaxException ex) {
			return false;
		}
	}

	/**
	 * The patterns again, with the links resolved that configuration itself names: those
	 * before the first wildcard. Other links are not trusted.
	 */
	private List<String> realPrefixes() {
		List<String> globs = new ArrayList<>();
		for (String pattern : this.patterns) {
			SplitPattern split = split(pattern);
			try {
				globs.add(new SplitPattern(split.prefix().toRealPath(), split.rest()).toString());
			}
			catch (IOException ex) {
				// Without that directory there is no jar in it either.
			}
		}
		return globs;
	}

	private SplitPattern split(String pattern) {
		Path prefix = this.directory;
		String rest = pattern;
		while (!rest.isEmpty() && !JarPattern.hasWildcard(rest.split("/", 2)[0])) {
			String[] parts = rest.split("/", 2);
			prefix = prefix.resolve((parts[0].isEmpty() && rest.equals(pattern)) ? "/" : parts[0]);
			rest = (parts.length > 1) ? parts[1] : "";
		}
		return new SplitPattern(prefix.normalize(), rest);
	}

	private static UpgradeRefusedException notAllowed(String requested) {
		String printable = requested.replaceAll("\\p{Cntrl}", "?");
		return new UpgradeRefusedException(RefusalReason.JAR_NOT_ALLOWED, printable,
				("The requested jar %s, or the file that it is a link to, is not among those that "
						+ "hotupgrade.launch.requestable-jars allows")
					.formatted(printable),
				"Ask for one that is, or add a path or pattern for it");
	}

	/**
	 * A glob pattern in two parts.
	 *
	 * @param prefix an absolute path without wildcards
	 * @param rest the glob pattern of what is below it; empty if it is the path itself
	 */
	private record SplitPattern(Path prefix, String rest) {

		@Override
		public String toString() {
			String literal = this.prefix.toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
			return this.rest.isEmpty() ? literal : literal + (literal.endsWith("/") ? "" : "/") + this.rest;
		}

	}

}
